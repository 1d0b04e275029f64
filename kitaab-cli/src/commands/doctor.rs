//! Looking a server over.

use clap::Args;
use kitaab_pg::doctor::{self, Finding, Level, Report};
use serde::Serialize;

use crate::app::App;
use crate::failure::{Code, Failure, Result};
use crate::output::{Cell, Page, Table, View, style};
use crate::progress::Progress;

/// Look a database server over: settings, policies, partitions, indexes, standbys, slow statements
///
/// It changes nothing and reads nothing that anybody recorded. Ask as a superuser, or as a member of kitaab_owner and
/// pg_monitor: what the role may not see is told as skipped. With a problem the exit code is 10.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab doctor --book postgres://admin@db.example/kitaab
  kitaab doctor --json | jq '.findings[] | select(.level == \"problem\")'")]
pub(crate) struct DoctorArgs {}

#[derive(Debug, Serialize)]
#[serde(transparent)]
struct DoctorView(Report);

impl View for DoctorView {
    fn show(&self, page: &mut Page) {
        let Self(report) = self;
        let follows = if report.standby { ", a standby" } else { "" };
        page.line(&format!("PostgreSQL {}, database {}{follows}", report.server, report.database));
        let mut table = Table::new();
        for finding in &report.findings {
            let Finding { check, level, subject, message, advice } = finding;
            let (word, style) = match level {
                Level::Problem => ("problem", style::STRONG),
                Level::Warning => ("warning", style::PLAIN),
                Level::Notice => ("notice", style::FAINT),
            };
            let advice = advice.as_ref().map(|advice| format!(" ({advice})")).unwrap_or_default();
            table.row([
                Cell::new(word).styled(style),
                Cell::faint(check),
                Cell::new(format!("{subject}: {message}{advice}")),
            ]);
        }
        page.table(&table);
        for skipped in &report.skipped {
            page.line(&format!("not looked at: {}: {}", skipped.check, skipped.reason));
        }
        if report.findings.is_empty() {
            page.line("Nothing to say against it.");
        }
    }
}

pub(crate) async fn run(_: DoctorArgs, app: &App) -> Result<()> {
    let url = app.place.server()?;
    let progress = Progress::of("Looking the server over", app.out.is_json());
    let report = doctor::examine(url.reveal()).await.map_err(kitaab::Error::from)?;
    drop(progress);
    let problems = report.findings.iter().filter(|finding| finding.level == Level::Problem).count();
    app.put(&DoctorView(report))?;
    match problems {
        0 => Ok(()),
        1 => Err(Failure::new(Code::Unwell, "the server has a problem")),
        several => Err(Failure::new(Code::Unwell, format_args!("the server has {several} problems"))),
    }
}
