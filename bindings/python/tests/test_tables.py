"""Tables, in the hands of those who speak Arrow."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import Shelf

import kitaab


@pytest.fixture
def filled(filed: Shelf) -> Shelf:
    today = filed.today
    filed.book.entries.put(filed.quran, today, Decimal("2.5"))
    filed.book.entries.put(filed.quran, today - dt.timedelta(days=1), 4)
    filed.book.entries.put(filed.fajr, today, "late")
    return filed


def test_polars(filled: Shelf) -> None:
    frame = pl.DataFrame(filled.book.entries.table())
    assert frame.columns == ["item", "path", "deed", "category", "day", "label", "score", "amount"]
    assert frame.schema["day"] == pl.Date
    assert frame.schema["amount"] == pl.Decimal(10, 2)
    pages = frame.filter(pl.col("path").cast(pl.String) == "Qur'an").sort("day")
    assert pages["amount"].to_list() == [Decimal("4.00"), Decimal("2.50")]
    assert pages["day"].to_list() == [filled.today - dt.timedelta(days=1), filled.today]
    fajr = frame.row(by_predicate=pl.col("label").cast(pl.String) == "late", named=True)
    assert (fajr["item"], fajr["score"], fajr["amount"]) == (str(filled.fajr), 1, None)
    assert fajr["category"] == "hasanaat"


def test_the_others(filled: Shelf) -> None:
    table = filled.book.entries.table()
    assert (len(table), table.column_names[0]) == (3, "item")
    arrow = pa.table(table)
    assert arrow.num_rows == 3
    assert pa.schema(table) == arrow.schema
    assert arrow["amount"].to_pylist().count(None) == 1
    frame = pd.DataFrame.from_arrow(table)
    assert sorted(frame["path"].astype(str)) == ["Qur'an", "Qur'an", "Salah/Fajr"]
    summed = duckdb.sql("SELECT sum(amount) FROM arrow")
    assert summed is not None
    assert summed.fetchall() == [(Decimal("6.50"),)]
    assert duckdb.arrow(table).aggregate("count(*)").fetchall() == [(3,)]


def test_some_days(filled: Shelf) -> None:
    today = filled.today
    assert len(filled.book.entries.table((today, today))) == 2
    assert len(filled.book.entries.table((dt.date(1990, 1, 1), dt.date(1990, 1, 2)))) == 0
    with pytest.raises(kitaab.InvalidError):
        filled.book.entries.table((today, today - dt.timedelta(days=1)))


def test_figures(filled: Shelf) -> None:
    days = (filled.today - dt.timedelta(days=9), filled.today)
    series = pl.DataFrame(filled.book.insights.series_table(kitaab.Subject.OfItem(item=filled.quran), "day", days))
    assert series.height == 10
    assert series["total"].to_list()[-2:] == [Decimal(4), Decimal("2.5")]
    assert series["kept"].sum() == 2
    summary = pl.DataFrame(filled.book.insights.summary_table(days))
    told = filled.book.insights.summary(days)
    assert summary.height == len(told.categories) + len(told.deeds) + len(told.items)
    of_quran = summary.row(by_predicate=pl.col("item") == str(filled.quran), named=True)
    assert (of_quran["entries"], of_quran["total"]) == (2, Decimal("6.5"))


def test_a_table_outlives_its_client(filled: Shelf) -> None:
    table = filled.book.entries.table()
    filled.client.close()
    assert pl.DataFrame(table).height == 3
    assert pl.DataFrame(table).height == 3
