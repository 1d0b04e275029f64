use super::*;
use crate::decide::scored_values;
use crate::id::ScaleId;
use crate::scale::values_by_position;

#[test]
fn redefining_makes_the_next_version_mapped_by_label() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let values = scored_values([("missed", 0), ("on time", 5), ("late", 2)]).unwrap();
    let id = unknown::<ScaleId>();
    let changes = book.catalogue.redefine_scale(salah.deed, values, None, today(), id).unwrap();
    book.apply(changes);
    let scale = book.catalogue.active_scale(salah.deed).unwrap();
    assert_eq!((scale.id, scale.version, scale.from_day), (id, 2, today()));
    assert_eq!(scale.mapping, [Some(0), Some(2), Some(1), None]);
}

#[test]
fn a_mapping_fits_both_versions() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let redefine = |labels: &[&str], mapping: Option<Vec<Option<u8>>>| {
        let values =
            labels.iter().map(|label| crate::ScaleValue { label: crate::Label::new(label).unwrap(), score: 0 });
        book.catalogue.redefine_scale(salah.deed, values.collect(), mapping, today(), unknown())
    };
    let rule = "must have one part for each value of the version before";
    assert_invalid(redefine(&["a", "b"], Some(vec![None; 3])).unwrap_err(), "mapping", rule);
    let mapping = vec![Some(0), Some(1), Some(2), None];
    assert_invalid(
        redefine(&["a", "b"], Some(mapping.clone())).unwrap_err(),
        "mapping[2]",
        "must be a position in the new version",
    );
    assert!(redefine(&["a", "b", "c"], Some(mapping)).is_ok());
    assert_invalid(redefine(&["a"], None).unwrap_err(), "scale.values", "must have from 2 to 100 values");
    assert_invalid(redefine(&["a", "a"], None).unwrap_err(), "scale.values", "must have unique labels");
    let hundred: Vec<String> = (0..101).map(|n| n.to_string()).collect();
    assert_eq!(values_by_position(&hundred).unwrap_err().code(), "invalid");
    assert!(values_by_position(&hundred[1..]).is_ok());

    let taken = book.catalogue.active_scale(salah.deed).unwrap().id;
    let yes_no = crate::scale::yes_no;
    assert_eq!(
        book.catalogue.redefine_scale(salah.deed, yes_no(), None, today(), taken).unwrap_err().code(),
        "conflict"
    );
    assert_not_found(book.catalogue.redefine_scale(unknown(), yes_no(), None, today(), unknown()));
    let quran = book.catalogue.deed_of(quran).unwrap().id;
    assert!(
        book.catalogue.redefine_scale(quran, yes_no(), None, today(), unknown()).is_ok(),
        "a first one, to use later"
    );
}

#[test]
fn correcting_labels_keeps_version_and_scores() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let scale = book.catalogue.active_scale(salah.deed).unwrap().id;
    let changes = book.catalogue.correct_labels(scale, ["missed", "late", "in time", "in congregation"]).unwrap();
    book.apply(changes);
    let corrected = book.catalogue.active_scale(salah.deed).unwrap();
    assert_eq!((corrected.id, corrected.version), (scale, 1));
    assert_eq!((corrected.values[2].label.as_str(), corrected.values[2].score), ("in time", 2));
    let correct = |labels: &[&str]| book.catalogue.correct_labels(scale, labels);
    assert_invalid(correct(&["a", "b"]).unwrap_err(), "labels", "must be as many as the values they correct");
    assert_invalid(correct(&["a", "b", "c", "a"]).unwrap_err(), "scale.values", "must have unique labels");
    assert_eq!(correct(&["missed", "late", "in time", "in congregation"]).unwrap(), []);
    assert_not_found(book.catalogue.correct_labels(unknown(), ["a"]));
}
