//! Scalars for Python: `uuid.UUID`, `datetime.date`, `datetime.datetime` in UTC, `decimal.Decimal`.

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
        if !object.is_instance_of::<PyDateTime>() || object.getattr("tzinfo")?.is_none() {
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
        let text = object.call_method1("__format__", (if exact { "d" } else { "f" },));
        let text = text.map_err(|_| PyValueError::new_err("an amount must be a number"))?;
        let amount: kitaab::Amount = text.cast::<PyString>()?.to_str()?.parse().map_err(KitaabError::from)?;
        Ok(amount.outward())
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

by_reference!(Day, Timestamp, Amount);
