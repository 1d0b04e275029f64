"""Plots a year: how much of what was due was kept, week by week, and the pages read, day by day.

    python plot_a_year.py [BOOK] [PICTURE]

Without a book it makes one up; the picture is ``year.png`` unless another is named.
"""

from __future__ import annotations

import datetime as dt
import random
import sys

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import polars as pl

import kitaab

VALUES = ["missed", "late", "on time", "in congregation"]


def make_up(book: kitaab.Book, first: dt.date, last: dt.date) -> None:
    """Fills a book with a year that nobody lived."""
    prayers = ["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"]
    salah = kitaab.NewDeed(name="Salah", category="hasanaat", values=VALUES, items=prayers, starts_on=first)
    quran = kitaab.NewDeed(name="Qur'an", category="hasanaat", measure="count", unit="pages", starts_on=first)
    book.deeds.add_all([salah, quran])
    leaves = [book.items.find(f"Salah/{prayer}") for prayer in prayers]
    pages = book.items.find("Qur'an")

    chance = random.Random(1445)
    entries = []
    day = first
    while day <= last:
        for item in leaves:
            value = chance.choices(VALUES, weights=[1, 3, 6, 4])[0]
            entries.append(kitaab.NewEntry(item=item, day=day, value=value))
        if chance.random() < 0.8:
            entries.append(kitaab.NewEntry(item=pages, day=day, value=chance.randint(1, 12)))
        day += dt.timedelta(days=1)
    # All of them, or none.
    book.entries.put_many(entries)


def plot(book: kitaab.Book, days: tuple[dt.date, dt.date], picture: str) -> None:
    """Draws both curves into a file."""
    subject = kitaab.Subject.OfCategory(category="hasanaat")
    weeks = pl.DataFrame(book.insights.series_table(subject, "week", days))
    entries = pl.DataFrame(book.entries.table(days))
    pages = entries.filter(pl.col("amount").is_not_null()).sort("day")
    pages = pages.with_columns(pl.col("amount").cast(pl.Float64))

    figure, (above, below) = plt.subplots(2, 1, figsize=(10, 6), sharex=True)
    above.step(weeks["first"].to_list(), weeks["rate"].to_list(), where="post")
    above.set_ylabel("kept, of what was due")
    above.set_ylim(0, 1.05)
    below.bar(pages["day"].to_list(), pages["amount"].to_list(), width=1)
    below.set_ylabel("pages")
    figure.tight_layout()
    figure.savefig(picture)
    plt.close(figure)


def main(location: str = "memory:", picture: str = "year.png") -> None:
    """Plots the year of a book that ends today."""
    with kitaab.Client.open(location) as client:
        book = client.my_book()
        last = book.calendar.today()
        first = last - dt.timedelta(days=364)
        if not book.deeds.list():
            make_up(book, first, last)
        plot(book, (first, last), picture)


if __name__ == "__main__":
    main(*sys.argv[1:])
