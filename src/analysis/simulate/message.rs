//! What the page and its worker say to each other about a simulation, as JSON.

use serde_json::{Value, json};

use super::{Bar, Driver, Estimate, Job, NoSimulation, Summary};
use crate::calculators;
use crate::engine::NodeId;
use crate::workbook::fields::{self, FieldId};
use crate::workbook::saved::{self, Unknown};

/// What the page asks of the worker. A new job ends the one under way.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    Run(u32, Box<Job>),
    Stop,
}

/// What the worker answers, each time with the number of its job.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// So many draws are done.
    Progress(u32, usize),
    Summary(u32, Box<Summary>),
    Nothing(u32, NoSimulation),
}

impl Request {
    /// The text of the request.
    #[must_use]
    pub fn write(&self) -> String {
        let Self::Run(number, job) = self else { return json!({ "stop": true }).to_string() };
        json!({
            "number": number, "work": saved::write(&job.workbook, job.scenario, &Unknown::default()),
            "scenario": job.scenario, "calculator": job.calculator, "node": job.result.0.0, "cell": job.result.1,
            "draws": job.draws, "target": job.target,
        })
        .to_string()
    }

    /// Reads what `write` wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        if value["stop"] == true {
            return Some(Self::Stop);
        }
        let whole = |key: &str| value[key].as_u64().and_then(|number| usize::try_from(number).ok());
        let small = |key: &str| value[key].as_u64().and_then(|number| u32::try_from(number).ok());
        let job = Job {
            workbook: saved::open(value["work"].as_str()?).ok()?.workbook,
            scenario: small("scenario")?,
            calculator: calculators::find(value["calculator"].as_str()?)?.id,
            result: (NodeId(small("node")?), whole("cell")?),
            draws: whole("draws")?,
            target: value["target"].as_f64(),
        };
        Some(Self::Run(small("number")?, Box::new(job)))
    }
}

impl Answer {
    /// The number of the job that it is about.
    #[must_use]
    pub const fn number(&self) -> u32 {
        match self {
            Self::Progress(number, _) | Self::Summary(number, _) | Self::Nothing(number, _) => *number,
        }
    }

    /// The text of the answer.
    #[must_use]
    pub fn write(&self) -> String {
        match self {
            Self::Progress(number, done) => json!({ "number": number, "done": done }),
            Self::Nothing(number, reason) => json!({ "number": number, "nothing": reason.key() }),
            Self::Summary(number, summary) => json!({ "number": number, "summary": write_summary(summary) }),
        }
        .to_string()
    }

    /// Reads what `write` wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let number = value["number"].as_u64().and_then(|number| u32::try_from(number).ok())?;
        if let Some(done) = value["done"].as_u64() {
            return Some(Self::Progress(number, usize::try_from(done).ok()?));
        }
        if let Some(reason) = value["nothing"].as_str() {
            let reasons = [NoSimulation::NothingUncertain, NoSimulation::Correlations];
            return reasons.into_iter().find(|one| one.key() == reason).map(|reason| Self::Nothing(number, reason));
        }
        Some(Self::Summary(number, Box::new(read_summary(&value["summary"])?)))
    }
}

/// A summary as JSON, for other programs too: figures that do not exist are null.
#[must_use]
pub fn write_summary(summary: &Summary) -> Value {
    let estimate = |estimate: &Estimate| json!([estimate.value, estimate.error]);
    let driver = |driver: &Driver| {
        let field = calculators::find(driver.field.calculator)
            .map(|calculator| fields::name(calculator.sheet(), driver.field.place()));
        json!({ "calculator": driver.field.calculator, "field": field, "rank_correlation": driver.correlation })
    };
    json!({
        "draws": summary.draws, "wanted": summary.wanted, "missing": summary.missing,
        "mean": estimate(&summary.mean), "deviation": summary.deviation,
        "p10": summary.low, "p50": summary.median, "p90": summary.high,
        "bars": summary.bars.iter().map(|bar| json!([bar.from, bar.to, bar.share])).collect::<Vec<_>>(),
        "chance": summary.chance.as_ref().map(estimate),
        "drivers": summary.drivers.iter().map(driver).collect::<Vec<_>>(),
    })
}

fn read_summary(value: &Value) -> Option<Summary> {
    let whole = |key: &str| value[key].as_u64().and_then(|number| usize::try_from(number).ok());
    let figure = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let estimate = |value: &Value| Estimate { value: figure(&value[0]), error: figure(&value[1]) };
    let driver = |value: &Value| {
        let calculator = calculators::find(value["calculator"].as_str()?)?;
        let place = fields::named(calculator.sheet(), value["field"].as_str()?)?;
        Some(Driver { field: FieldId::new(calculator.id, place), correlation: figure(&value["rank_correlation"]) })
    };
    Some(Summary {
        draws: whole("draws")?,
        wanted: whole("wanted")?,
        missing: whole("missing")?,
        mean: estimate(&value["mean"]),
        deviation: figure(&value["deviation"]),
        low: figure(&value["p10"]),
        median: figure(&value["p50"]),
        high: figure(&value["p90"]),
        bars: value["bars"]
            .as_array()?
            .iter()
            .map(|bar| Bar { from: figure(&bar[0]), to: figure(&bar[1]), share: figure(&bar[2]) })
            .collect(),
        chance: value["chance"].is_array().then(|| estimate(&value["chance"])),
        drivers: value["drivers"].as_array()?.iter().filter_map(driver).collect(),
    })
}
