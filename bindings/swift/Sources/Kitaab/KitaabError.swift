import Foundation

extension KitaabError {
    /// The stable code of the error, the same in every language: `invalid`, `not_found`, …
    public var code: String {
        switch self {
        case .Invalid: "invalid"
        case .NotFound: "not_found"
        case .Conflict: "conflict"
        case .Denied: "denied"
        case .Unavailable: "unavailable"
        case .Corrupt: "corrupt"
        case .Unsupported: "unsupported"
        case .Cancelled: "cancelled"
        case .Closed: "closed"
        case .Internal: "internal"
        }
    }

    /// What to say to developers.
    public var text: String {
        switch self {
        case .Invalid(let text, _, _, _), .NotFound(let text, _, _), .Conflict(let text, _, _), .Denied(let text, _, _, _),
            .Unavailable(let text), .Corrupt(let text, _), .Unsupported(let text, _), .Cancelled(let text), .Closed(let text),
            .Internal(let text):
            text
        }
    }

    /// What the error carries beside its text, by name.
    public var data: [String: String] {
        switch self {
        case .Invalid(_, let field, let rule, let value): ["field": field, "rule": rule, "value": value]
        case .NotFound(_, let kind, let id): ["kind": kind, "id": id]
        case .Conflict(_, let kind, let what): ["kind": kind, "what": what]
        case .Denied(_, let action, let kind, let id): ["action": action, "kind": kind, "id": id]
        case .Corrupt(_, let place): ["place": place]
        case .Unsupported(_, let what): ["what": what]
        case .Unavailable, .Cancelled, .Closed, .Internal: [:]
        }
    }
}

extension KitaabError: LocalizedError {
    /// The text, for logs. It is in English and for developers.
    public var errorDescription: String? { text }
}
