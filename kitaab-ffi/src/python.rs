//! What Python alone asks of the types: their classes in a module, and arguments that come in the place of a value.

use pyo3::conversion::FromPyObjectOwned;
use pyo3::exceptions::{PyStopIteration, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyInt, PyList, PyString, PyTuple};

use crate::convert::{InRange, Inward, Outward};
use crate::error::KitaabError;
use crate::scalar::{Amount, Day};
use crate::types::{DaySpan, NewDeed, NewItem, Rule, RuleVerdict, ScaleValueRef, ValueInput};

/// Adds the class of a type to a module.
pub(crate) type Add = fn(&Bound<'_, PyModule>) -> PyResult<()>;

/// Adds the classes of all types.
///
/// # Errors
/// Those of Python.
pub fn add_types(module: &Bound<'_, PyModule>) -> PyResult<()> {
    crate::words::types().filter_map(|words| words.add).try_for_each(|add| add(module))
}

/// Adds the class of one.
pub(crate) fn add<T: pyo3::PyClass>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<T>()
}

/// Has a class taken as an argument: an object of it, or what may come in its place.
macro_rules! taken {
    ($name:ident) => {
        impl<'a, 'py> pyo3::FromPyObject<'a, 'py> for $name {
            type Error = pyo3::PyErr;

            fn extract(object: pyo3::Borrowed<'a, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                match object.cast::<Self>() {
                    Ok(given) => crate::python::copied!($name, given.get()),
                    Err(error) => {
                        let in_place = crate::python::in_place!($name);
                        in_place(object, error.into())
                    }
                }
            }
        }
    };
}

/// What reads that which comes in the place of a type.
macro_rules! in_place {
    (DaySpan) => {
        crate::python::span
    };
    (NewItem) => {
        crate::python::item
    };
    (ValueInput) => {
        crate::python::value
    };
    ($other:ident) => {
        crate::python::nothing
    };
}

/// Copies a value that was given. What may hold others of its kind is looked at before.
macro_rules! copied {
    (NewItem, $given:expr) => {
        crate::python::shallow($given)
    };
    (Rule, $given:expr) => {
        crate::python::shallow($given)
    };
    (RuleVerdict, $given:expr) => {
        crate::python::shallow($given)
    };
    ($other:ident, $given:expr) => {
        Ok($given.clone())
    };
}

pub(crate) use {copied, in_place, taken};

/// How many levels a value may have that is put into another of its kind, or given to a book, which takes far fewer. What is done
/// with all of it, copying, comparing, showing and letting go of it, follows the levels on the stack.
const DEEPEST: usize = 100;

/// What may hold others of its kind.
pub(crate) trait Nested: Clone {
    /// What the field is called that it holds them in.
    const FIELD: &'static str;

    /// Those that it holds.
    fn parts(&self) -> &[Self];

    /// How many levels it has.
    fn levels(&self) -> usize {
        1 + self.parts().iter().map(Self::levels).max().unwrap_or_default()
    }
}

impl Nested for NewItem {
    const FIELD: &'static str = "items";

    fn parts(&self) -> &[Self] {
        self.items.as_deref().unwrap_or_default()
    }
}

impl Nested for Rule {
    const FIELD: &'static str = "rules";

    fn parts(&self) -> &[Self] {
        match self {
            Self::All { rules } | Self::Any { rules } | Self::AtLeast { rules, .. } | Self::Not { rules } => &rules.0,
            Self::Holds { .. } => &[],
        }
    }
}

impl Nested for RuleVerdict {
    const FIELD: &'static str = "rules";

    fn parts(&self) -> &[Self] {
        &self.rules
    }
}

/// A copy of what does not nest too deep. None nests deeper than by one level, since each was made of parts that were taken so.
pub(crate) fn shallow<T: Nested>(given: &T) -> PyResult<T> {
    if given.levels() > DEEPEST {
        return Err(KitaabError::invalid(T::FIELD, format!("must not nest more than {DEEPEST} deep"), "").into());
    }
    Ok(given.clone())
}

/// The most that a list may hold. Room for so many is to be had, of the largest values that are given in lists, too.
const MOST: usize = 1 << 20;
const _: () = assert!(MOST * size_of::<NewDeed>() < 1 << 30);

/// Takes an argument. Of what is like a list, a list is made first: before pyo3 looks at the first value of an object, it makes
/// room for as many as that says it holds, and a process that can't have it would end.
///
/// # Errors
/// `ValueError` for a list that is too long; those of taking it.
pub fn taken_whole<'py, T: FromPyObjectOwned<'py>>(object: &Bound<'py, PyAny>) -> PyResult<T> {
    // These hold no list, and come most often.
    let is_one = object.is_none() || object.is_instance_of::<PyString>() || object.is_instance_of::<PyInt>();
    let listed = if is_one { None } else { listed(object)? };
    listed.as_ref().unwrap_or(object).extract().map_err(Into::into)
}

/// The list of what an object says it holds and really does; none if it is no list, or if it can't but tell the truth.
fn listed<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let too_long = || PyValueError::new_err(format!("a list may hold at most {MOST} values"));
    if object.len().is_ok_and(|count| count > MOST) {
        return Err(too_long());
    }
    let is_honest = object.is_exact_instance_of::<PyList>()
        || object.is_exact_instance_of::<PyTuple>()
        || object.is_exact_instance_of::<PyBytes>();
    if is_honest || !is_sequence(object) {
        return Ok(None);
    }
    let mut values = Vec::new();
    for value in object.try_iter()? {
        if values.len() == MOST {
            return Err(too_long());
        }
        values.push(value?);
    }
    let py = object.py();
    let is_tuple = object.is_instance_of::<PyTuple>();
    Ok(Some(if is_tuple { PyTuple::new(py, values)?.into_any() } else { PyList::new(py, values)?.into_any() }))
}

/// Whether pyo3 would make a `Vec` of an object.
fn is_sequence(object: &Bound<'_, PyAny>) -> bool {
    match object.extract::<Vec<First>>() {
        Ok(_) => true,
        Err(error) => error.is_instance_of::<PyStopIteration>(object.py()),
    }
}

/// The first value of a list, of which no more is taken. It has no size, so that room for any number of it is no room.
struct First;

impl FromPyObject<'_, '_> for First {
    type Error = PyErr;

    fn extract(_: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Err(PyStopIteration::new_err(()))
    }
}

/// A list in a union. pyo3 writes the constructors of its shapes, in which only the type says how an argument is taken.
#[derive(Clone, PartialEq)]
pub struct List<T>(Vec<T>);

impl<T: std::fmt::Debug> std::fmt::Debug for List<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<'py, T: FromPyObjectOwned<'py>> FromPyObject<'_, 'py> for List<T> {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        taken_whole(&object).map(Self)
    }
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for List<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.0.into_pyobject(py)
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> From<List<T>> for Vec<T> {
    fn from(list: List<T>) -> Self {
        list.0
    }
}

impl<T: Outward<U>, U> Outward<List<U>> for Vec<T> {
    fn outward(self) -> List<U> {
        List(self.outward())
    }
}

impl<T: InRange<U>, U> InRange<Vec<U>> for List<T> {
    fn in_range(self, field: &'static str) -> crate::error::Result<Vec<U>> {
        self.0.in_range(field)
    }
}

impl<T: Inward<U>, U> Inward<Vec<U>> for List<T> {
    fn inward(self) -> crate::error::Result<Vec<U>> {
        self.0.inward()
    }
}

/// Nothing else: the error stands.
pub(crate) fn nothing<T>(_: Borrowed<'_, '_, PyAny>, refused: PyErr) -> PyResult<T> {
    Err(refused)
}

/// Two days as a span: `(first, last)`.
pub(crate) fn span(object: Borrowed<'_, '_, PyAny>, _: PyErr) -> PyResult<DaySpan> {
    match object.extract::<(Day, Day)>() {
        Ok((first, last)) => Ok(DaySpan { first, last }),
        Err(error) if error.is_instance_of::<PyTypeError>(object.py()) => {
            Err(PyTypeError::new_err("a span of days must be a DaySpan, or a tuple of two datetime.date"))
        }
        Err(error) => Err(error),
    }
}

/// A name as an item.
pub(crate) fn item(object: Borrowed<'_, '_, PyAny>, _: PyErr) -> PyResult<NewItem> {
    let Ok(name) = object.cast::<PyString>() else {
        return Err(PyTypeError::new_err("an item must be a NewItem, or its name"));
    };
    Ok(NewItem {
        name: name.extract()?,
        description: None,
        hide: None,
        starts_on: None,
        goal: None,
        schedule: None,
        excuses: None,
        make_up: None,
        fast: None,
        items: None,
    })
}

/// A label, an amount, or the place in a scale as a value.
pub(crate) fn value(object: Borrowed<'_, '_, PyAny>, _: PyErr) -> PyResult<ValueInput> {
    if let Ok(label) = object.cast::<PyString>() {
        return Ok(ValueInput::Labelled { label: label.extract()? });
    }
    if let Ok(value) = object.cast::<ScaleValueRef>() {
        return Ok(ValueInput::Exactly { value: value.get().clone() });
    }
    match object.extract::<Amount>() {
        Ok(amount) => Ok(ValueInput::Counted { amount }),
        Err(error) if error.is_instance_of::<PyTypeError>(object.py()) => {
            let message = "a value must be a label, a decimal.Decimal or an int, a ScaleValueRef, or a ValueInput";
            Err(PyTypeError::new_err(message))
        }
        Err(error) => Err(error),
    }
}
