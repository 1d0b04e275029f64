import Foundation

/// Names something, by a UUID. Each kind has a type of its own, so that the id of a deed can't be given where one of an
/// item is asked for. Ids are made by the library; what an app keeps of one is its ``uuid``, or its text.
public protocol Identifier: Hashable, Sendable, Codable, LosslessStringConvertible {
    /// The id itself.
    var uuid: UUID { get }
    /// An id that was kept.
    init(_ uuid: UUID)
}

extension Identifier {
    /// The id in a text; nil if there is none.
    public init?(_ description: String) {
        guard let uuid = UUID(uuidString: description) else { return nil }
        self.init(uuid)
    }

    /// The id as text, in lower case.
    public var description: String {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                func digit(_ half: UInt8) -> UInt8 { half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10 }
                var place = 0
                for (number, byte) in bytes.enumerated() {
                    if [4, 6, 8, 10].contains(number) {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = digit(byte >> 4)
                    text[place + 1] = digit(byte & 15)
                    place += 2
                }
                return place
            }
        }
    }

    /// Reads the text of an id.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(UUID.self))
    }

    /// Writes the text of the id.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension WireId {
    /// The id that the library sent.
    var uuid: UUID {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

extension UUID {
    /// An id as the library reads it.
    var wire: WireId {
        withUnsafeBytes(of: uuid) { bytes in
            func half(_ offset: Int) -> Int64 { Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self)) }
            return WireId(high: half(0), low: half(8))
        }
    }
}

/// The library gave what can't be read: it and this package are not of one version.
struct NotRead: Error {
    let text: String
}

/// Names a person: the owner of a book.
public struct UserId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names an installation that writes.
public struct DeviceId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a request, so that sending it twice has one effect.
public struct RequestId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a group of deeds.
public struct GroupId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a deed.
public struct DeedId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names an item in a deed's tree.
public struct ItemId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names one version of a deed's scale.
public struct ScaleId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names an exemption.
public struct ExemptionId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a merit or demerit.
public struct MeritId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a target.
public struct TargetId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a reminder.
public struct ReminderId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a relation between two people.
public struct RelationId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Names a permission.
public struct PermissionId: Identifier {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}
