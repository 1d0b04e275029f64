// A week of reading, and how it went.

import Foundation
import Kitaab

let kitaab = try await Client.open(location: "memory:")
let book = try await kitaab.myBook()
let today = try await book.calendar().today()
let days = (0..<7).compactMap { today.advanced(by: -$0) }
let week = DaySpan(first: days[6], last: today)
let quran = try await book.deeds().add(
    deed: NewDeed(name: "Qur'an", category: .hasanaat, measure: .count, unit: "pages", startsOn: week.first)
).deed
let pages = quran.items[0].id
_ = try await book.entries().putMany(
    entries: days.map { NewEntry(item: pages, day: $0, value: .counted(amount: 4)) })

let figures = try await book.insights().figures(subject: .ofItem(item: pages), days: week)
print("\(figures.total ?? 0) pages on \(figures.daysLogged) days")
precondition(figures.total == 28, "it should be 28")
