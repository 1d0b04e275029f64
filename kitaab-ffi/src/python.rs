//! What Python alone asks of the types: their classes in a module, and arguments that come in the place of a value.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyList, PyString};

use crate::scalar::{Amount, Day};
use crate::types::{DaySpan, NewItem, ScaleValueRef, ValueInput};

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
                    Ok(given) => Ok(given.get().clone()),
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

pub(crate) use {in_place, taken};

/// The most that a list may hold.
const MOST: usize = 1 << 24;

/// Takes an argument, unless it says that it holds more than anybody has: before the first of a list is looked at, room is made
/// for all, and a process that can't have it would end.
///
/// # Errors
/// `ValueError` for such a list; those of taking it.
pub fn taken_whole<'a, 'py, T: FromPyObject<'a, 'py>>(object: &'a Bound<'py, PyAny>) -> PyResult<T> {
    // These don't lie, and come most often.
    let is_plain = object.is_none()
        || object.is_exact_instance_of::<PyString>()
        || object.is_exact_instance_of::<PyList>()
        || object.is_exact_instance_of::<PyInt>();
    if !is_plain && object.len().is_ok_and(|count| count > MOST) {
        return Err(PyValueError::new_err(format!("a list may hold at most {MOST} values")));
    }
    object.extract().map_err(Into::into)
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
