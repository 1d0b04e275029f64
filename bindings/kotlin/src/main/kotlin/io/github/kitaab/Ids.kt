package io.github.kitaab

import java.util.UUID

// A type for each kind of id, so that the id of a deed can't be given where one of an item is asked for. Ids are made
// by the library; what an app keeps of one is its `uuid`.

/** The id that the library sent. */
internal fun WireId.uuid(): UUID = UUID(high, low)

/** An id as the library reads it. */
internal fun UUID.wire(): WireId = WireId(mostSignificantBits, leastSignificantBits)

/** Names a person: the owner of a book. */
@JvmInline
public value class UserId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names an installation that writes. */
@JvmInline
public value class DeviceId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a request, so that sending it twice has one effect. */
@JvmInline
public value class RequestId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a group of deeds. */
@JvmInline
public value class GroupId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a deed. */
@JvmInline
public value class DeedId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names an item in a deed's tree. */
@JvmInline
public value class ItemId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names one version of a deed's scale. */
@JvmInline
public value class ScaleId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names an exemption. */
@JvmInline
public value class ExemptionId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a merit or demerit. */
@JvmInline
public value class MeritId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a target. */
@JvmInline
public value class TargetId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a reminder. */
@JvmInline
public value class ReminderId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a relation between two people. */
@JvmInline
public value class RelationId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}

/** Names a permission. */
@JvmInline
public value class PermissionId(public val uuid: UUID) {
    override fun toString(): String = uuid.toString()
}
