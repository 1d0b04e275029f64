//! Tables that leave as Arrow, by the PyCapsule interface: polars, pandas, pyarrow and DuckDB take them without a copy.

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::ArrowError;
use kitaab_ffi::KitaabError;
use kitaab_ffi::sdk::DomainError;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// A table of columns, for whatever speaks Arrow: `polars.DataFrame(table)`, `pyarrow.table(table)`,
/// `pandas.DataFrame.from_arrow(table)`, or `FROM table` in DuckDB.
#[pyclass(frozen, module = "kitaab")]
pub(crate) struct Table(RecordBatch);

impl Table {
    pub(crate) fn new<E: Into<Failure>>(made: Result<RecordBatch, E>) -> PyResult<Self> {
        Ok(Self(made.map_err(Into::into)?))
    }
}

#[pymethods]
impl Table {
    /// The names of its columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("Table({} rows: {})", self.0.num_rows(), self.column_names().join(", "))
    }

    /// Its schema, for Arrow's PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema().as_ref()).map_err(|error| refused(&error))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// Its rows, for Arrow's PyCapsule interface. Another schema than its own is not made; the taker converts.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let rows = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        // What nobody took is released with the capsule.
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(rows)), c"arrow_array_stream")
    }
}

fn refused(error: &ArrowError) -> PyErr {
    PyRuntimeError::new_err(format!("the table could not be made: {error}"))
}

/// Why there is no table.
#[derive(Debug)]
pub(crate) enum Failure {
    Kitaab(KitaabError),
    Arrow(ArrowError),
}

impl From<DomainError> for Failure {
    fn from(error: DomainError) -> Self {
        Self::Kitaab(error.into())
    }
}

impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Kitaab(error) => error.into(),
            Failure::Arrow(error) => refused(&error),
        }
    }
}
