// The work of benches/examples/baseline.rs; its own times are in `KITAAB_BASELINE`.

import Foundation
import Kitaab

let labels = ["missed", "late", "on time", "in congregation"]
let books = 5
let calls = 41

func items(_ book: Book, from first: Day) async throws -> [ItemId] {
    var items: [ItemId] = []
    for deed in 0..<4 {
        let new = NewDeed(
            name: "Deed \(deed)", category: .hasanaat, values: labels,
            items: (0..<5).map { NewItem(name: "Item \($0)") }, startsOn: first)
        items += try await book.deeds().add(deed: new).deed.items.filter(\.leaf).map(\.id)
    }
    return items
}

func milliseconds(_ work: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await work()
    let took = (clock.now - start).components
    return Double(took.seconds) * 1e3 + Double(took.attoseconds) / 1e15
}

func tell(_ what: String, _ took: Double, inRust: Double, goal: Double) {
    let numbers = String(format: "%.2f ms, %.2f ms in Rust, ratio %.2f (goal: %.1f)", took, inRust, took / inRust, goal)
    print("figure: Swift, \(what): \(numbers)")
}

let baseline = (ProcessInfo.processInfo.environment["KITAAB_BASELINE"] ?? "").split(separator: " ").compactMap { Double($0) }
guard baseline.count == 2 else { fatalError("KITAAB_BASELINE does not hold what baseline.rs prints") }
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kitaab-bench-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let first: Day = "2023-01-01"
let days = (0..<500).compactMap { first.advanced(by: $0) }

var batch = Double.infinity
var last: Book?
for number in 0..<books {
    let book = try await Client.open(location: folder.appendingPathComponent("\(number).db").path).myBook()
    let items = try await items(book, from: first)
    let entries = days.enumerated().flatMap { day, date in
        items.enumerated().map { place, item in
            NewEntry(item: item, day: date, value: .labelled(label: labels[(day + place) % 4]))
        }
    }
    precondition(entries.count == 10_000)
    batch = min(batch, try await milliseconds { _ = try await book.entries().putMany(entries: entries) })
    last = book
}

let request = DashboardRequest(days: DaySpan(first: first, last: days[499]))
var taken: [Double] = []
for _ in 0..<calls {
    taken.append(
        try await milliseconds {
            let dashboard = try await last!.insights().dashboard(request: request)
            precondition(dashboard.summary.loggedDays == 500)
        })
}

tell("10,000 entries in one batch", batch, inRust: baseline[0], goal: 1.3)
tell("a dashboard", taken.sorted()[calls / 2], inRust: baseline[1], goal: 1.5)
try FileManager.default.removeItem(at: folder)
