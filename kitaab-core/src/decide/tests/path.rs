use super::*;

#[test]
fn paths_name_items() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let find = |path: &str| book.catalogue.find_by_path(path);
    assert_eq!(find("Salah/Fajr").unwrap(), salah.fajr);
    assert_eq!(find(" Salah / Fajr ").unwrap(), salah.fajr);
    assert_eq!(find("Salah").unwrap(), salah.root);
    assert_eq!(find(&quran.to_string()).unwrap(), quran);
    assert_eq!(find(&salah.deed.to_string()).unwrap(), salah.root);
    let names: Vec<&str> = book.catalogue.path_of(salah.fajr).unwrap().iter().map(|name| name.as_str()).collect();
    assert_eq!(names, ["Salah", "Fajr"]);
    for nothing in ["", "/", "Salah/", "Fajr", "Salah/fajr", "Salah/Fajr/x", "Fajr/Salah", &"x".repeat(10_000)] {
        assert_not_found(find(nothing));
    }
    assert_not_found(find(&Uuid::from_u128(7).to_string()));
    assert!(find(&"x".repeat(10_000)).unwrap_err().to_string().len() < 100, "a long text is not repeated");
}

#[test]
fn slashes_in_names_are_escaped() {
    let mut book = Book::new();
    let deed = book.add_deed(&NewDeed::count(r"a/b\c", Category::Hasanaat).items(["d", r"\", "e\\/"]));
    assert_eq!(book.catalogue.path_text(book.catalogue.root(deed).unwrap().id).unwrap(), r"a\/b\\c");
    assert_eq!(book.catalogue.find_by_path(r"a\/b\c/d"), book.catalogue.find_by_path(r"a\/b\\c/d"));
    for item in book.catalogue.items_in_order() {
        let path = book.catalogue.path_text(item.id).unwrap();
        assert_eq!(book.catalogue.find_by_path(&path).unwrap(), item.id, "{path}");
    }
}

#[test]
fn an_ambiguous_path_says_so_and_live_items_come_first() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let other = book.add_deed(&NewDeed::scale("Salah", Category::Hasanaat).items(["Duha"]));
    let error = book.catalogue.find_by_path("Salah").unwrap_err();
    assert_conflict(error, "2 items have the path Salah: name one by its id");
    assert_eq!(book.catalogue.find_by_path("Salah/Fajr").unwrap(), salah.fajr, "only one of them has a Fajr");
    let archived = book.catalogue.archive_deed(salah.deed, today(), today()).unwrap();
    book.apply(archived);
    let root = book.catalogue.root(other).unwrap().id;
    assert_eq!(book.catalogue.find_by_path("Salah").unwrap(), root);
    assert_eq!(book.catalogue.find_by_path("Salah/Fajr").unwrap(), salah.fajr, "archived, and the only one");
}
