package io.github.kitaab.scenario

import io.github.kitaab.*
import kotlinx.serialization.json.JsonElement

/** Performs what makes a book and its deeds: settings, groups, deeds, items, scales, and the starter catalogue. */
internal suspend fun structure(book: Book, operation: String, with: Inputs): JsonElement {
    val committed = when (operation) {
        "settings.get" -> return json(book.settings().get())
        "settings.edit" -> book.settings().edit(
            SettingsEdit(with.textOrNull("zone"), with.intOrNull("day_start"), with.weekdayOrNull("first_weekday")),
        )
        "groups.add" -> return book.groups().add(with.text("name")).let { made(book, it.group, it.committed) }
        "groups.list" -> return answer("groups" to book.groups().list())
        "groups.rename" -> book.groups().rename(with.group(), with.text("name"))
        "groups.reorder" -> book.groups().reorder(with.ids("order").map(::GroupId))
        "groups.remove" -> book.groups().remove(with.group())
        "scales.versions" -> return answer("versions" to book.scales().versions(with.deed()))
        "scales.redefine" -> {
            val values = with.texts("values").mapIndexed { score, label -> ScaleValue(label, score) }
            return book.scales().redefine(with.deed(), values, with.mappingOrNull()).let { made(book, it.scale, it.committed) }
        }
        "scales.correct_labels" -> book.scales().correctLabels(ScaleId(with.id("scale")), with.texts("labels"))
        "starter.list" -> return answer("deeds" to book.starter().list(with.textOrNull("language")))
        "starter.suggested" -> return answer("keys" to book.starter().suggested())
        "starter.add" -> {
            val added = book.starter().add(with.texts("keys"), with.day("starts_on"), with.textOrNull("language"))
            return answer("deeds" to added.deeds) + written(book, added.committed)
        }
        else -> return if (operation.startsWith("deeds.")) deeds(book, operation, with) else items(book, operation, with)
    }
    return written(book, committed)
}

private suspend fun deeds(book: Book, operation: String, with: Inputs): JsonElement {
    val deeds = book.deeds()
    val committed = when (operation) {
        "deeds.add" -> return deeds.add(newDeed(with)).let { made(book, it.deed, it.committed) }
        "deeds.add_all" -> {
            val added = deeds.addAll(with.each("deeds").map(::newDeed))
            return answer("deeds" to added.deeds) + written(book, added.committed)
        }
        "deeds.get" -> return json(deeds.get(with.deed()))
        "deeds.list" -> return answer("deeds" to deeds.list())
        "deeds.edit" -> deeds.edit(
            with.deed(),
            DeedEdit(with.wordOrNull<Category>("category"), with.wordOrNull<Measure>("measure"), with.textOrNull("unit")),
        )
        "deeds.rename" -> deeds.rename(with.deed(), with.text("name"))
        "deeds.assign_group" -> deeds.assignGroup(with.deed(), with.groupOrNull())
        "deeds.reorder" -> deeds.reorder(with.ids("order").map(::DeedId))
        "deeds.archive" -> deeds.archive(with.deed(), with.day("from"))
        "deeds.restore" -> deeds.restore(with.deed())
        else -> unknown(operation)
    }
    return written(book, committed)
}

private suspend fun items(book: Book, operation: String, with: Inputs): JsonElement {
    val items = book.items()
    val committed = when (operation) {
        "items.add" -> {
            val added = items.add(with.item("parent"), NewItem(with.text("name"), startsOn = with.dayOrNull("starts_on")))
            return made(book, added.item, added.committed)
        }
        "items.get" -> return json(items.get(with.item()))
        "items.find" -> return answer("id" to items.find(with.text("path")))
        "items.edit" -> items.edit(
            with.item(),
            ItemEdit(
                name = with.textOrNull("name"),
                description = with.textOrNull("description"),
                hide = with.wordOrNull<Hide>("hide"),
                excuses = with.excusesOrNull(),
                fast = with.flagOrNull("fast"),
                startsOn = with.dayOrNull("starts_on"),
            ),
        )
        "items.hide" -> items.hide(with.item(), with.hide())
        "items.move_under" -> items.moveUnder(with.item(), with.item("parent"))
        "items.reorder" -> items.reorder(with.item("parent"), with.ids("order").map(::ItemId))
        "items.archive" -> items.archive(with.item(), with.day("from"))
        "items.restore" -> items.restore(with.item())
        "items.set_goal" -> items.setGoal(with.item(), with.day("from_day"), with.goal())
        "items.set_schedule" -> items.setSchedule(with.item(), with.day("from_day"), with.schedule())
        "items.set_make_up" -> items.setMakeUp(with.item(), with.makeUpOrNull("policy"))
        "items.set_opening" -> items.setOpening(with.item(), with.int("opening"))
        "items.set_fidya_rate" -> items.setFidyaRate(with.item(), with.rateOrNull())
        "items.set_excuses" -> items.setExcuses(with.ids("items").map(::ItemId), with.excusesOrNull().orEmpty())
        else -> unknown(operation)
    }
    return written(book, committed)
}

private fun newDeed(with: Inputs) = NewDeed(
    name = with.text("name"),
    category = with.category(),
    measure = with.measure(),
    values = with.textsOrNull("values"),
    unit = with.textOrNull("unit"),
    group = with.groupOrNull(),
    items = with.textsOrNull("items")?.map { NewItem(it) },
    startsOn = with.dayOrNull("starts_on"),
    goal = with.goalOrNull(),
    schedule = with.scheduleOrNull(),
    excuses = with.excusesOrNull(),
    makeUp = with.makeUpOrNull(),
    fast = with.flagOrNull("fast"),
)
