/// How deep the list is that is being written, of those whose elements hold such lists themselves.
enum Nesting {
    @TaskLocal private static var level = 0

    private static let deepest = 100

    /// Works on a list. What nests deeper than anything that a book takes is left out: the library refuses the rest of it for its
    /// depth all the same, and reading the whole could exhaust its stack.
    static func nested<Element>(_ list: [Element], _ work: ([Element]) -> Void) {
        $level.withValue(level + 1) { work(level <= deepest ? list : []) }
    }
}
