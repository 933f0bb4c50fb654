//! Which opportunity to pursue: scores on weighted factors, and how far the answer can be trusted.

use std::sync::OnceLock;

use crate::engine::chart::{Picture, Source};
use crate::engine::unit::{NUMBER, PERCENT, SCORE};
use crate::engine::{Builder, Calculator, Cell, Example, Rank, TableBuilder};

mod comparison;
mod examples;
mod limits;
mod order;
mod panel;
mod preset;
mod removal;
mod scale;
mod topsis;

use limits::{MOST_FACTORS, MOST_OPPORTUNITIES};

pub static CALCULATOR: Calculator = Calculator {
    id: "market.score",
    define,
    words: crate::words!(),
    examples: EXAMPLES,
    upgrades: &[],
    recorded: OnceLock::new(),
};

const EXAMPLES: &[Example] = examples::ALL;

const WEIGHTINGS: &[&str] = &["typed", "swing", "pairwise", "equal", "entropy"];
const DIRECTIONS: &[&str] = &["higher_is_better", "lower_is_better"];
const SCORERS: &[&str] = &["one", "several"];

const MOST_RATERS: usize = 8;

/// How far scores may lie: raw figures such as a market's size are allowed where the scale says so.
const SCORES: std::ops::RangeInclusive<f64> = -1e12..=1e12;

/// The strongest judgement that may be given; Saaty's scale ends at 9.
const STRONGEST: f64 = 10.0;

/// Further than any weight can move.
const NO_MOVE: f64 = 2.0;

/// Judgements with a larger consistency ratio should be looked at again (Saaty 1980).
const ACCEPTABLE_RATIO: f64 = 0.1;

/// Agreement below this is weak (Schmidt 1997).
const MODERATE_AGREEMENT: f64 = 0.5;

/// A winner that changes when a weight moves by less than this is fragile.
const FRAGILE_MOVE: f64 = 0.05;

/// The factors as they were described.
#[derive(Clone, Copy)]
struct Factors<'b> {
    table: TableBuilder<'b>,
    direction: Cell<'b>,
    low: Cell<'b>,
    high: Cell<'b>,
}

/// What the later parts of the sheet depend on.
#[derive(Clone, Copy)]
struct Model<'b> {
    opportunities: TableBuilder<'b>,
    factors: Factors<'b>,
    scores: Cell<'b>,
    weight: Cell<'b>,
    normalisation: Cell<'b>,
    topsis_scale: Cell<'b>,
}

fn define(sheet: &Builder) {
    sheet.group("opportunities");
    let opportunities = sheet
        .table("opportunities", 4, 2..=MOST_OPPORTUNITIES)
        .names("name", &["@clinics", "@logistics", "@shops", "@government"]);

    sheet.group("factors");
    let weights_by = sheet.choice("weights_by", WEIGHTINGS);
    let table = sheet
        .table("factors", 6, 2..=MOST_FACTORS)
        .names("name", &["@size", "@growth", "@competition", "@profitability", "@barriers", "@risk"]);
    let direction = table.choice("direction", DIRECTIONS, &[0, 0, 1, 0, 1, 1]);
    let typed = sheet.shown_when(weights_by.is("typed"), || {
        table.number("weight", PERCENT, &[0.2, 0.2, 0.15, 0.25, 0.08, 0.12], 0.0..=1.0)
    });
    let swing = sheet.shown_when(weights_by.is("swing"), || {
        table.number("swing", SCORE, &[80.0, 80.0, 60.0, 100.0, 30.0, 50.0], 0.0..=100.0)
    });
    let comparisons = sheet
        .shown_when(weights_by.is("pairwise"), || sheet.pairs("comparisons", table, preset::COMPARISONS, STRONGEST));

    sheet.group("scores");
    let scored_by = sheet.choice("scored_by", SCORERS);
    let single = sheet.shown_when(scored_by.is("one"), || {
        sheet.grid("scores", &[opportunities, table], SCORE, preset::SCORES, SCORES)
    });
    let panel = sheet.shown_when(scored_by.is("several"), || {
        let raters = sheet.table("raters", 3, 2..=MOST_RATERS).names("name", &["@sales", "@product", "@finance"]);
        let axes = [raters, opportunities, table];
        sheet.grid("panel_scores", &axes, SCORE, preset::PANEL, SCORES)
    });

    sheet.advanced("conventions");
    let normalisation = sheet.choice("normalisation", scale::NORMALISATIONS);
    let topsis_scale = sheet.choice("topsis_scale", topsis::SCALES);
    let (priority_method, random_index) = sheet.shown_when(weights_by.is("pairwise"), || {
        let method = sheet.choice("priority_method", comparison::METHODS);
        (method, sheet.choice("random_index", comparison::RANDOM_INDICES))
    });
    // The ends of a factor's scale are asked for where scores are measured on it.
    let on_scales = normalisation.is("fixed_scale").or(topsis_scale.is("fixed_scale"));
    let (low, high) = sheet.shown_when(on_scales, || {
        (table.number("low", SCORE, &[1.0; 6], SCORES), table.number("high", SCORE, &[10.0; 6], SCORES))
    });
    let factors = Factors { table, direction, low, high };

    let several = scored_by.is("several");
    let panel = panel.provided(several, "one_scorer");
    let [mean, spread] = sheet.step(
        &panel::MEAN,
        &[panel, table.rows(), opportunities.rows()],
        [("mean", SCORE, &[opportunities, table]), ("spread", SCORE, &[opportunities, table])],
    );
    let scores = sheet.named("scores_used", SCORE, sheet.select(several, mean, single));

    let judged = weights_by.is("pairwise");
    let comparisons = comparisons.provided(judged, "not_compared");
    let priorities = judgements(sheet, table, comparisons, priority_method, random_index, judged);
    let [entropy, by_entropy] =
        sheet.step(&scale::ENTROPY, &[scores], [("entropy", NUMBER, &[table]), ("by_entropy", PERCENT, &[table])]);
    sheet.shown_when(weights_by.is("entropy"), || sheet.result("entropy", NUMBER, entropy));
    let total = sheet.named("typed_total", PERCENT, typed.sum());
    let points = sheet.named("swing_total", SCORE, swing.sum());
    let weight = sheet.pick(
        weights_by,
        &[
            (typed / total).provided(total.is_more_than(0.0), "no_weights"),
            (swing / points).provided(points.is_more_than(0.0), "no_weights"),
            priorities,
            1.0 / table.rows(),
            by_entropy,
        ],
    );
    let weight = sheet.result("weight_used", PERCENT, weight);
    sheet.row("heaviest", table, Rank::Detail, weight.row_of_largest());
    sheet.result("heaviest_weight", PERCENT, weight.largest());
    sheet.remark("weights_scaled", weights_by.is("typed").and(!total.equals(1.0)));

    let model = Model { opportunities, factors, scores, weight, normalisation, topsis_scale };
    let ranked = weighted_sum(sheet, model);
    ideal_point(sheet, model, ranked.rank);
    stability(sheet, model, ranked);
    without_one(sheet, model);
    agreement(sheet, model, panel, spread, several);

    sheet.chart(
        "weights",
        Picture::Bars { labels: table.id(), series: vec![Source::Column(weight.node())], stacked: false },
    );
}

/// Weights from pairwise comparison, how consistent the judgements are, and which to look at again.
fn judgements<'b>(
    sheet: &'b Builder,
    factors: TableBuilder<'b>,
    comparisons: Cell<'b>,
    method: Cell<'b>,
    random_index: Cell<'b>,
    judged: Cell<'b>,
) -> Cell<'b> {
    let [priorities, lambda_max, index, ratio] = sheet.step(
        &comparison::PRIORITIES,
        &[comparisons, factors.rows(), method, random_index],
        [("priorities", PERCENT, &[factors]), ("lambda", NUMBER, &[]), ("index", NUMBER, &[]), ("ratio", NUMBER, &[])],
    );
    let [first, second, judgement, value, after] = sheet.step(
        &comparison::REPAIR,
        &[comparisons, factors.rows(), random_index],
        [
            ("first", NUMBER, &[]),
            ("second", NUMBER, &[]),
            ("judgement", NUMBER, &[]),
            ("value", NUMBER, &[]),
            ("after", NUMBER, &[]),
        ],
    );
    sheet.shown_when(judged, || {
        sheet.result("lambda_max", NUMBER, lambda_max);
        sheet.result("consistency_index", NUMBER, index);
        let ratio = sheet.result("consistency_ratio", NUMBER, ratio);
        sheet.row("repair_first", factors, Rank::Detail, first);
        sheet.row("repair_second", factors, Rank::Detail, second);
        sheet.result("repair_judgement", NUMBER, judgement);
        sheet.result("repair_value", NUMBER, value);
        sheet.result("repaired_ratio", NUMBER, after);
        sheet.parts("repairs", value);
        sheet.warn("inconsistent", judged.and(ratio.is_more_than(ACCEPTABLE_RATIO)));
    });
    priorities
}

/// The order by weighted sum, and what it depends on.
#[derive(Clone, Copy)]
struct Ranked<'b> {
    rank: Cell<'b>,
    winner: Cell<'b>,
    comparable: Cell<'b>,
}

/// The weighted sum, its order, its winner and what decides for the winner.
fn weighted_sum<'b>(sheet: &'b Builder, model: Model<'b>) -> Ranked<'b> {
    let Model { opportunities, factors, scores, weight, normalisation, topsis_scale } = model;
    let Factors { table, direction, low, high } = factors;
    let fixed = normalisation.is("fixed_scale");
    let lower_is_better = direction.is("lower_is_better");
    let worst = sheet.named("worst_end", SCORE, sheet.select(lower_is_better, high, low));
    let best = sheet.named("best_end", SCORE, sheet.select(lower_is_better, low, high));
    let on_scale = ((scores - worst) / (best - worst)).provided(low.is_less_than(high), "no_scale");
    let [relative, separates] = sheet.step(
        &scale::RELATIVE,
        &[scores, direction, low, high, normalisation],
        [("relative", NUMBER, &[opportunities, table]), ("separates", NUMBER, &[table])],
    );
    // Where all score the same, a score among the others has no value, and the factor takes no part in the order.
    let separates = sheet.select(fixed, 1.0, separates);
    let comparable = sheet.named("comparable", NUMBER, sheet.select(fixed, on_scale, relative));
    sheet.result("normalised", NUMBER, comparable.provided(separates, "no_spread"));
    let contribution = sheet.result("contribution", NUMBER, weight * comparable);
    let score = sheet.result("score", NUMBER, contribution.sum());
    let [rank] = sheet.step(&order::RANKS, &[score], [("rank", NUMBER, &[opportunities])]);
    let rank = sheet.result("rank", NUMBER, rank);

    let winner = sheet.row("winner", opportunities, Rank::Headline, rank.row_of_smallest());
    let winner_score = sheet.supporting("winner_score", NUMBER, score.at(winner));
    let is_winner = opportunities.row_number().equals(winner + 1.0);
    let others = sheet.select(is_winner, opportunities.rows() + 1.0, rank);
    let runner_up = sheet.row("runner_up", opportunities, Rank::Detail, others.row_of_smallest());
    let tie = others.smallest().equals(1.0);
    sheet.supporting("lead", NUMBER, sheet.select(tie, 0.0, winner_score - score.at(runner_up)));

    let row_of = |grid: Cell<'b>, row: Cell<'b>| {
        let [taken] = sheet.step(&order::ROW, &[grid, row, table.rows()], [("row", NUMBER, &[table])]);
        taken
    };
    let ahead = row_of(contribution, winner) - row_of(contribution, runner_up);
    let ahead = sheet.result("ahead_by_factor", NUMBER, ahead);
    sheet.row("decider", table, Rank::Detail, ahead.row_of_largest());
    let profile = sheet.named("winner_profile", NUMBER, row_of(comparable, winner));
    let beyond = profile.abs().largest() + 1.0;
    let strong = sheet.select(separates, profile, -beyond);
    sheet.row("strongest", table, Rank::Detail, strong.row_of_largest());
    sheet.row("weakest", table, Rank::Detail, sheet.select(separates, profile, beyond).row_of_smallest());

    let outside = scores.is_less_than(low).or(scores.is_more_than(high));
    let on_its_scale = fixed.or(topsis_scale.is("fixed_scale"));
    sheet.warn("outside_scale", on_its_scale.and(outside.largest().largest()));
    sheet.warn("tie", tie);
    sheet.remark("relative_scale", !fixed);
    sheet.remark("equal_scores", !separates.smallest());
    sheet.chart("radar", Picture::Radar { grid: comparable.node() });
    sheet.chart(
        "contributions",
        Picture::Bars { labels: opportunities.id(), series: vec![Source::Column(contribution.node())], stacked: true },
    );
    Ranked { rank, winner, comparable }
}

/// TOPSIS: how near each opportunity lies to the best on every factor, and how far from the worst.
fn ideal_point<'b>(sheet: &'b Builder, model: Model<'b>, rank_by_sum: Cell<'b>) {
    let Model { opportunities, factors, scores, weight, topsis_scale, .. } = model;
    let Factors { table, direction, low, high } = factors;
    let [closeness, to_ideal, to_anti_ideal, ideal, anti_ideal, weighted] = sheet.step(
        &topsis::TOPSIS,
        &[scores, weight, direction, low, high, topsis_scale],
        [
            ("closeness", NUMBER, &[opportunities]),
            ("to_ideal", NUMBER, &[opportunities]),
            ("to_anti_ideal", NUMBER, &[opportunities]),
            ("ideal", NUMBER, &[table]),
            ("anti_ideal", NUMBER, &[table]),
            ("weighted", NUMBER, &[opportunities, table]),
        ],
    );
    let closeness = sheet.result("closeness", NUMBER, closeness);
    let [rank] = sheet.step(&order::RANKS, &[closeness], [("rank", NUMBER, &[opportunities])]);
    let rank = sheet.result("topsis_rank", NUMBER, rank);
    sheet.result("distance_to_ideal", NUMBER, to_ideal);
    sheet.result("distance_to_anti_ideal", NUMBER, to_anti_ideal);
    sheet.result("ideal", NUMBER, ideal);
    sheet.result("anti_ideal", NUMBER, anti_ideal);
    sheet.result("topsis_weighted", NUMBER, weighted);
    sheet.row("topsis_winner", opportunities, Rank::Supporting, rank.row_of_smallest());
    sheet.result("topsis_closeness", NUMBER, closeness.largest());
    // Where several are first by one method, it is enough that the other agrees with one of them.
    let first_by_both = rank.equals(1.0).and(rank_by_sum.equals(1.0));
    sheet.remark("methods_disagree", !first_by_both.largest());
}

/// How far each weight can move, the others keeping their proportions, before another opportunity wins.
fn stability<'b>(sheet: &'b Builder, model: Model<'b>, Ranked { winner, comparable, .. }: Ranked<'b>) {
    let (table, opportunities, weight) = (model.factors.table, model.opportunities, model.weight);
    let [rise, rises, rise_winner, fall, falls, fall_winner] = sheet.step(
        &order::STABILITY,
        &[comparable, weight, winner],
        [
            ("rise", PERCENT, &[table]),
            ("rises", NUMBER, &[table]),
            ("rise_winner", NUMBER, &[table]),
            ("fall", PERCENT, &[table]),
            ("falls", NUMBER, &[table]),
            ("fall_winner", NUMBER, &[table]),
        ],
    );
    let movable = weight.is_less_than(1.0);
    let upward = |cell: Cell<'b>| cell.provided(rises, "wins_above").provided(movable, "only_weight");
    let downward = |cell: Cell<'b>| cell.provided(falls, "wins_below").provided(movable, "only_weight");
    sheet.result("rise_to", PERCENT, upward(rise));
    sheet.row("rise_winner", opportunities, Rank::Detail, upward(rise_winner));
    sheet.result("fall_to", PERCENT, downward(fall));
    sheet.row("fall_winner", opportunities, Rank::Detail, downward(fall_winner));

    let far = sheet.constant(NO_MOVE, PERCENT);
    let nearest = sheet.select(rises, rise - weight, far).min(sheet.select(falls, weight - fall, far));
    let nearest = sheet.named("nearest_move", PERCENT, nearest);
    let changes = nearest.smallest().is_less_than(far);
    let smallest = nearest.smallest().provided(changes, "wins_always");
    let smallest = sheet.supporting("smallest_move", PERCENT, smallest);
    sheet.row("most_sensitive", table, Rank::Detail, nearest.row_of_smallest().provided(changes, "wins_always"));
    sheet.warn("fragile", smallest.is_less_than(FRAGILE_MOVE));
    sheet.remark("robust", !changes);
}

/// Whether the order of the others changes when one opportunity is left out.
fn without_one<'b>(sheet: &'b Builder, model: Model<'b>) {
    let Model { opportunities, factors, scores, weight, normalisation, topsis_scale } = model;
    let Factors { direction, low, high, .. } = factors;
    let [by_sum] = sheet.step(
        &removal::SUM_WITHOUT,
        &[scores, weight, direction, low, high, normalisation],
        [("by_sum", NUMBER, &[opportunities])],
    );
    let [by_topsis] = sheet.step(
        &removal::TOPSIS_WITHOUT,
        &[scores, weight, direction, low, high, topsis_scale],
        [("by_topsis", NUMBER, &[opportunities])],
    );
    let by_sum = sheet.verdict("sum_without", removal::EFFECTS, Rank::Detail, by_sum);
    let by_topsis = sheet.verdict("topsis_without", removal::EFFECTS, Rank::Detail, by_topsis);
    // A remark for each method, since one may hold where the other does not.
    let by_sum = sheet.verdict("sum_reversal", removal::EFFECTS, Rank::Detail, by_sum.largest());
    let by_topsis = sheet.verdict("topsis_reversal", removal::EFFECTS, Rank::Detail, by_topsis.largest());
    sheet.remark("sum_reversal", by_sum.is_more_than(0.0));
    sheet.remark("topsis_reversal", by_topsis.is_more_than(0.0));
}

/// How far several raters agree, and where they do not.
fn agreement<'b>(sheet: &'b Builder, model: Model<'b>, panel: Cell<'b>, spread: Cell<'b>, several: Cell<'b>) {
    let Model { opportunities, factors, weight, normalisation, .. } = model;
    let Factors { table, direction, low, high } = factors;
    let [mean_rank, concordance] = sheet.step(
        &panel::AGREEMENT,
        &[panel, weight, direction, low, high, normalisation, opportunities.rows()],
        [("mean_rank", NUMBER, &[opportunities]), ("concordance", NUMBER, &[])],
    );
    let widest = spread.largest().row_of_largest().provided(spread.largest().largest().is_more_than(0.0), "no_dispute");
    let [disputed] = sheet.step(&order::ROW, &[spread, widest, table.rows()], [("row", SCORE, &[table])]);
    sheet.shown_when(several, || {
        let agreement = sheet.result("agreement", NUMBER, concordance);
        sheet.result("mean_rank", NUMBER, mean_rank);
        sheet.row("dispute_opportunity", opportunities, Rank::Detail, widest);
        sheet.row("dispute_factor", table, Rank::Detail, disputed.row_of_largest());
        sheet.parts("ballots", concordance);
        sheet.parts("disputes", spread);
        sheet.warn("low_agreement", several.and(agreement.is_less_than(MODERATE_AGREEMENT)));
    });
}
