//! The commands: each parses its words, calls the SDK and shows the answer.

mod calendar;
mod changing;
mod comparing;
mod completions;
mod day;
mod deeds;
mod doctor;
mod entries;
mod erasing;
mod excuses;
mod exemptions;
mod exporting;
mod fidya;
mod files;
mod groups;
mod history;
mod import;
mod insights;
mod items;
mod keeping;
mod maintain;
mod make_ups;
mod merits;
mod migrate;
mod people;
mod reflections;
mod reminders;
mod report;
mod rules;
mod settings;
mod starter;
mod targets;

use clap::Subcommand;

pub(crate) use day::DayView;
pub(crate) use keeping::Verified;

pub(crate) use make_ups::MakeUpsView;
pub(crate) use merits::MeritsView;
pub(crate) use targets::TargetsView;

use crate::app::App;
use crate::demo;
use crate::failure::Result;

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::DemoArgs),
    Init(settings::InitArgs),
    Starter(starter::StarterArgs),
    Deeds(deeds::DeedsArgs),
    AddDeed(deeds::AddDeedArgs),
    AddItem(items::AddItemArgs),
    Rename(items::RenameArgs),
    Change(changing::ChangeArgs),
    Rescale(changing::RescaleArgs),
    Group(groups::GroupArgs),
    Remind(reminders::RemindArgs),
    People(people::PeopleArgs),
    Archive(items::ArchiveArgs),
    Log(entries::LogArgs),
    Reviewed(day::ReviewedArgs),
    Day(day::DayArgs),
    Calendar(calendar::CalendarArgs),
    Sighting(calendar::SightingArgs),
    Entries(entries::EntriesArgs),
    Remove(entries::RemoveArgs),
    Reflect(reflections::ReflectArgs),
    Report(report::ReportArgs),
    Plot(report::PlotArgs),
    Merits(merits::MeritsArgs),
    AddMerit(merits::AddMeritArgs),
    RemoveMerit(merits::RemoveMeritArgs),
    Verdicts(merits::VerdictsArgs),
    Targets(targets::TargetsArgs),
    AddTarget(targets::AddTargetArgs),
    RemoveTarget(targets::RemoveTargetArgs),
    Insights(insights::InsightsArgs),
    Streaks(insights::StreaksArgs),
    Compare(comparing::CompareArgs),
    Correlate(comparing::CorrelateArgs),
    Exempt(exemptions::ExemptArgs),
    Excuses(excuses::ExcusesArgs),
    MakeUp(make_ups::MakeUpArgs),
    Fidya(fidya::FidyaArgs),
    History(history::HistoryArgs),
    Undo(history::UndoArgs),
    Redo(history::RedoArgs),
    Ledger(history::LedgerArgs),
    Verify(keeping::VerifyArgs),
    Import(import::ImportArgs),
    Export(files::ExportArgs),
    ExportCsv(exporting::CsvArgs),
    ExportIcs(exporting::IcsArgs),
    Restore(files::RestoreArgs),
    Backup(files::BackupArgs),
    Erase(erasing::EraseArgs),
    Settings(settings::SettingsArgs),
    Migrate(migrate::MigrateArgs),
    Maintain(maintain::MaintainArgs),
    Doctor(doctor::DoctorArgs),
    Completions(completions::CompletionsArgs),
}

/// Carries a command out.
pub(crate) async fn run(command: Command, app: &App) -> Result<()> {
    match command {
        Command::Demo(args) => demo::run(args, app).await,
        Command::Init(args) => settings::init(args, app).await,
        Command::Starter(args) => starter::run(args, app).await,
        Command::Deeds(args) => deeds::list(args, app).await,
        Command::AddDeed(args) => deeds::add(args, app).await,
        Command::AddItem(args) => items::add(args, app).await,
        Command::Rename(args) => items::rename(args, app).await,
        Command::Change(args) => changing::change(args, app).await,
        Command::Rescale(args) => changing::rescale(args, app).await,
        Command::Group(args) => groups::run(args, app).await,
        Command::Remind(args) => reminders::run(args, app).await,
        Command::People(args) => people::run(args, app).await,
        Command::Archive(args) => items::archive(args, app).await,
        Command::Log(args) => entries::log(args, app).await,
        Command::Reviewed(args) => day::reviewed(args, app).await,
        Command::Day(args) => day::show(args, app).await,
        Command::Calendar(args) => calendar::show(args, app).await,
        Command::Sighting(args) => calendar::sighting(args, app).await,
        Command::Entries(args) => entries::list(args, app).await,
        Command::Remove(args) => entries::remove(args, app).await,
        Command::Reflect(args) => reflections::run(args, app).await,
        Command::Report(args) => report::report(args, app).await,
        Command::Plot(args) => report::plot(args, app).await,
        Command::Merits(args) => merits::list(args, app).await,
        Command::AddMerit(args) => merits::add(args, app).await,
        Command::RemoveMerit(args) => merits::remove(args, app).await,
        Command::Verdicts(args) => merits::verdicts(args, app).await,
        Command::Targets(args) => targets::list(args, app).await,
        Command::AddTarget(args) => targets::add(args, app).await,
        Command::RemoveTarget(args) => targets::remove(args, app).await,
        Command::Insights(args) => insights::run_insights(args, app).await,
        Command::Streaks(args) => insights::run_streaks(args, app).await,
        Command::Compare(args) => comparing::compare(args, app).await,
        Command::Correlate(args) => comparing::correlate(args, app).await,
        Command::Exempt(args) => exemptions::run(args, app).await,
        Command::Excuses(args) => excuses::run(args, app).await,
        Command::MakeUp(args) => make_ups::run(args, app).await,
        Command::Fidya(args) => fidya::run(args, app).await,
        Command::History(args) => history::show(args, app).await,
        Command::Undo(args) => history::undo(args, app).await,
        Command::Redo(_) => history::redo(app).await,
        Command::Ledger(args) => history::ledger(args, app).await,
        Command::Verify(args) => keeping::verify(args, app).await,
        Command::Import(args) => import::run(args, app).await,
        Command::Export(args) => files::export(args, app).await,
        Command::ExportCsv(args) => exporting::csv(args, app).await,
        Command::ExportIcs(args) => exporting::ics(args, app).await,
        Command::Restore(args) => files::restore(args, app).await,
        Command::Backup(args) => files::backup(args, app).await,
        Command::Erase(args) => erasing::run(args, app).await,
        Command::Settings(args) => settings::run(args, app).await,
        Command::Migrate(args) => migrate::run(args, app).await,
        Command::Maintain(args) => maintain::run(args, app).await,
        Command::Doctor(args) => doctor::run(args, app).await,
        Command::Completions(args) => completions::run(&args),
    }
}
