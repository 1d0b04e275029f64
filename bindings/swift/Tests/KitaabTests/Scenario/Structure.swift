import Kitaab

/// Performs what makes a book: settings, groups, scales, and the starter catalogue.
func structure(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let (groups, scales, starter) = (book.groups(), book.scales(), book.starter())
    switch operation {
    case "settings.get": return json(try await book.settings().get())
    case "settings.edit":
        let edit = SettingsEdit(
            zone: try with.textIfAny("zone"), dayStart: try with.intIfAny("day_start"),
            firstWeekday: try with.weekdayIfAny("first_weekday"))
        committed = try await book.settings().edit(edit: edit)
    case "groups.add":
        let added = try await groups.add(name: with.text("name"))
        return try await made(book, added.group, added.committed)
    case "groups.list": return answer(("groups", try await groups.list()))
    case "groups.rename": committed = try await groups.rename(id: with.id("group"), name: with.text("name"))
    case "groups.reorder": committed = try await groups.reorder(order: with.ids("order"))
    case "groups.remove": committed = try await groups.remove(id: with.id("group"))
    case "scales.versions": return answer(("versions", try await scales.versions(deed: with.id("deed"))))
    case "scales.redefine":
        let values = try with.texts("values").enumerated().map { ScaleValue(label: $0.element, score: Int32($0.offset)) }
        let added = try await scales.redefine(deed: with.id("deed"), values: values, mapping: with.mapping())
        return try await made(book, added.scale, added.committed)
    case "scales.correct_labels":
        committed = try await scales.correctLabels(id: with.id("scale"), labels: with.texts("labels"))
    case "starter.list": return answer(("deeds", try await starter.list(language: with.textIfAny("language"))))
    case "starter.suggested": return answer(("keys", try await starter.suggested()))
    case "starter.add":
        let added = try await starter.add(
            keys: with.texts("keys"), startsOn: with.day("starts_on"), language: with.textIfAny("language"))
        return try await answer(("deeds", added.deeds)) + written(book, added.committed)
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

func deeds(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let deeds = book.deeds()
    switch operation {
    case "deeds.add":
        let added = try await deeds.add(deed: newDeed(with))
        return try await made(book, added.deed, added.committed)
    case "deeds.add_all":
        let added = try await deeds.addAll(deeds: with.each("deeds").map(newDeed))
        return try await answer(("deeds", added.deeds)) + written(book, added.committed)
    case "deeds.get": return json(try await deeds.get(id: with.id("deed")))
    case "deeds.list": return answer(("deeds", try await deeds.list()))
    case "deeds.edit":
        let edit = DeedEdit(
            category: try with.wordIfAny("category"), measure: try with.wordIfAny("measure"),
            unit: try with.textIfAny("unit"))
        committed = try await deeds.edit(id: with.id("deed"), edit: edit)
    case "deeds.rename": committed = try await deeds.rename(id: with.id("deed"), name: with.text("name"))
    case "deeds.assign_group": committed = try await deeds.assignGroup(id: with.id("deed"), group: with.idIfAny("group"))
    case "deeds.reorder": committed = try await deeds.reorder(order: with.ids("order"))
    case "deeds.archive": committed = try await deeds.archive(id: with.id("deed"), fromDay: with.day("from"))
    case "deeds.restore": committed = try await deeds.restore(id: with.id("deed"))
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}

private func newDeed(_ with: Inputs) throws -> NewDeed {
    NewDeed(
        name: try with.text("name"), category: try with.word("category"), measure: try with.word("measure"),
        values: try with.textsIfAny("values"), unit: try with.textIfAny("unit"), group: try with.idIfAny("group"),
        items: try with.textsIfAny("items")?.map { NewItem(name: $0) }, startsOn: try with.dayIfAny("starts_on"),
        goal: try with.goalIfAny(), schedule: try with.scheduleIfAny(), excuses: try with.excuses(),
        makeUp: try with.makeUp(), fast: with.flagIfAny("fast"))
}

func items(_ book: Book, _ operation: String, _ with: Inputs) async throws -> JSON {
    let committed: Committed
    let items = book.items()
    switch operation {
    case "items.add":
        let new = NewItem(name: try with.text("name"), startsOn: try with.dayIfAny("starts_on"))
        let added = try await items.add(parent: with.id("parent"), item: new)
        return try await made(book, added.item, added.committed)
    case "items.get": return json(try await items.get(id: with.item()))
    case "items.find": return answer(("id", try await items.find(path: with.text("path"))))
    case "items.edit":
        let edit = ItemEdit(
            name: try with.textIfAny("name"), description: try with.textIfAny("description"),
            hide: try with.wordIfAny("hide"), excuses: try with.excuses(), fast: with.flagIfAny("fast"),
            startsOn: try with.dayIfAny("starts_on"))
        committed = try await items.edit(id: with.item(), edit: edit)
    case "items.hide": committed = try await items.hide(id: with.item(), hide: with.word("hide"))
    case "items.move_under": committed = try await items.moveUnder(id: with.item(), parent: with.id("parent"))
    case "items.reorder": committed = try await items.reorder(parent: with.id("parent"), order: with.ids("order"))
    case "items.archive": committed = try await items.archive(id: with.item(), fromDay: with.day("from"))
    case "items.restore": committed = try await items.restore(id: with.item())
    case "items.set_goal":
        committed = try await items.setGoal(id: with.item(), fromDay: with.day("from_day"), goal: with.goal())
    case "items.set_schedule":
        committed = try await items.setSchedule(id: with.item(), fromDay: with.day("from_day"), schedule: with.schedule())
    case "items.set_make_up": committed = try await items.setMakeUp(id: with.item(), policy: with.makeUp("policy"))
    case "items.set_opening": committed = try await items.setOpening(id: with.item(), opening: with.int("opening"))
    case "items.set_fidya_rate": committed = try await items.setFidyaRate(id: with.item(), rate: with.rateIfAny())
    case "items.set_excuses":
        committed = try await items.setExcuses(items: with.ids("items"), excuses: with.excuses() ?? [])
    default: throw unknown(operation)
    }
    return try await written(book, committed)
}
