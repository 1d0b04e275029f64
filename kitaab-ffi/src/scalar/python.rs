//! Scalars for Python: `uuid.UUID`, `datetime.date`, `datetime.datetime` in UTC, `decimal.Decimal`; and numbers, for one of which
//! Python would take `True`.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDateTime, PyInt, PyString, PyType, PyTzInfo};

use super::{Amount, Day, Timestamp};
use crate::convert::Outward;
use crate::error::KitaabError;

/// An id: a `uuid.UUID`, or its text.
macro_rules! as_uuid {
    ($name:ident) => {
        impl<'a, 'py> pyo3::FromPyObject<'a, 'py> for $name {
            type Error = pyo3::PyErr;

            fn extract(object: pyo3::Borrowed<'a, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                use pyo3::prelude::*;
                if let Ok(text) = object.cast::<pyo3::types::PyString>() {
                    return Ok(text.to_str()?.parse::<Self>()?);
                }
                Ok(Self(object.extract::<uuid::Uuid>()?))
            }
        }

        impl<'py> pyo3::IntoPyObject<'py> for $name {
            type Target = pyo3::PyAny;
            type Output = pyo3::Bound<'py, pyo3::PyAny>;
            type Error = pyo3::PyErr;

            fn into_pyobject(self, py: pyo3::Python<'py>) -> pyo3::PyResult<Self::Output> {
                Ok(pyo3::IntoPyObject::into_pyobject(self.0, py)?.into_any())
            }
        }
    };
}

pub(super) use as_uuid;

/// The path of a file: a text, or what `os.fspath` makes one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePath(String);

impl From<FilePath> for String {
    fn from(path: FilePath) -> Self {
        path.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for FilePath {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<String>() {
            Ok(text) => Ok(Self(text)),
            Err(error) if object.is_instance_of::<PyString>() => Err(error),
            Err(_) => {
                let path: PathBuf = object.extract()?;
                let refused = |_| PyValueError::new_err("a path must be Unicode");
                Ok(Self(path.into_os_string().into_string().map_err(refused)?))
            }
        }
    }
}

/// Whole numbers. To Python `True` is 1; here it is a mistake.
macro_rules! whole {
    ($($(#[$doc:meta])* $name:ident($inner:ident);)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name($inner);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$inner> for $name {
            fn from(number: $inner) -> Self {
                Self(number)
            }
        }

        impl From<$name> for $inner {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl<'a, 'py> FromPyObject<'a, 'py> for $name {
            type Error = PyErr;

            fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                if object.is_instance_of::<PyBool>() {
                    return Err(PyTypeError::new_err("a whole number must be an int, and not a bool"));
                }
                Ok(Self(object.extract()?))
            }
        }

        impl<'py> IntoPyObject<'py> for $name {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                Ok(self.0.into_pyobject(py)?.into_any())
            }
        }
    )+};
}

whole! {
    /// A whole number of 32 bits.
    Int(i32);
    /// A whole number of 64 bits.
    Long(i64);
}

impl<'a, 'py> FromPyObject<'a, 'py> for Day {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // A datetime is a date to Python, but which day it is depends on a zone.
        if object.hasattr("hour")? {
            return Err(PyTypeError::new_err("a day must be a datetime.date, and not a datetime.datetime"));
        }
        let date: NaiveDate = object.extract()?;
        Ok(Self(kitaab::Day::from_date(date).map_err(KitaabError::from)?))
    }
}

impl<'py> IntoPyObject<'py> for Day {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(self.0.date().into_pyobject(py)?.into_any())
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Timestamp {
    type Error = PyErr;

    /// A `datetime` with a zone, whichever. Without one it is no instant.
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // A zone that tells no offset is none, by Python's rule: `astimezone` would take that of this machine.
        if !object.is_instance_of::<PyDateTime>() || object.call_method0("utcoffset")?.is_none() {
            return Err(PyTypeError::new_err("an instant must be a datetime.datetime with a zone"));
        }
        let utc = PyTzInfo::utc(object.py())?;
        let instant: DateTime<Utc> = object.call_method1("astimezone", (utc,))?.extract()?;
        Ok(Self(kitaab::Timestamp::from_micros(instant.timestamp_micros())))
    }
}

impl<'py> IntoPyObject<'py> for Timestamp {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(self.0.date_time().into_pyobject(py)?.into_any())
    }
}

/// The class `decimal.Decimal`.
fn decimal(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    DECIMAL.import(py, "decimal", "Decimal")
}

impl<'a, 'py> FromPyObject<'a, 'py> for Amount {
    type Error = PyErr;

    /// A `Decimal` or an `int`. A float is refused, since it is not exact.
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let exact = object.is_instance_of::<PyInt>() && !object.is_instance_of::<PyBool>();
        if !exact && !object.is_instance(decimal(object.py())?)? {
            return Err(PyTypeError::new_err("an amount must be a decimal.Decimal or an int"));
        }
        let text = if exact { object.call_method1("__format__", ("d",)) } else { digits(object) };
        let text = text.map_err(|_| PyValueError::new_err("an amount must be a number"))?;
        let amount: kitaab::Amount = text.cast::<PyString>()?.to_str()?.parse().map_err(KitaabError::from)?;
        Ok(amount.outward())
    }
}

/// How far from 1 a decimal may be to be written out, in digits: further than any amount, and no more than fits a line.
const FAR: i64 = 40;

/// A decimal without an exponent. One whose digits would fill the memory is told with it, and refused by that.
fn digits<'py>(decimal: Borrowed<'_, 'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if decimal.call_method0("is_zero")?.is_truthy()? {
        return Ok(PyString::new(decimal.py(), "0").into_any());
    }
    let adjusted: i64 = decimal.call_method0("adjusted")?.extract()?;
    if (-FAR..=FAR).contains(&adjusted) {
        decimal.call_method1("__format__", ("f",))
    } else {
        Ok(decimal.str()?.into_any())
    }
}

impl<'py> IntoPyObject<'py> for Amount {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        decimal(py)?.call1((self.0.to_string(),))
    }
}

/// References are what pyo3 asks for of the fields of a class.
macro_rules! by_reference {
    ($($name:ident),+) => {$(
        impl<'py> IntoPyObject<'py> for &$name {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                (*self).into_pyobject(py)
            }
        }
    )+};
}

by_reference!(Int, Long, Day, Timestamp, Amount);
