// How long another tool takes for our simulations: Squiggle, whose language is made for such models. Prints a line a model:
// its name, milliseconds with the mean alone, milliseconds with P10, P50 and P90 too (each the best of 3 after a warm-up),
// and the mean of its result.
//
//     npm ci --prefix benches/peer --ignore-scripts
//     node benches/peer/squiggle.mjs [DRAWS, 100000 if not given]
import { SqSampleSetDistribution, defaultEnvironment, run } from "@quri/squiggle-lang";

const draws = Number(process.argv[2] ?? 100_000);
const RUNS = 3;

// Written as a user of Squiggle would. Its constructors of this kind draw `sampleCount` samples at once, and whatever has a
// sample set on either side is then computed sample by sample; only `Sym.normal` and its like stay symbolic or are
// convolved. `drawn` checks that it was so.
const MODELS = {
  "pricing.cost_plus": `
    unit_cost = normal({ p10: 20, p90: 25 })
    fixed_cost = triangular(90000, 100000, 120000)
    volume = normal({ p10: 10000, p90: 14000 })
    target_margin = uniform(0.35, 0.45)
    price = unit_cost / (1 - target_margin)
    profit = price * volume - fixed_cost - unit_cost * volume
    mean(profit)`,
  // The rate of the first stage is 1 and left out: that spares Squiggle a pass over the samples.
  "funnel.conversion": `
    entries = normal({ p10: 1800, p90: 2200 })
    nurture = normal({ p10: 0.495, p90: 0.605 })
    qualify = normal({ p10: 0.423, p90: 0.517 })
    opportunity = normal({ p10: 0.36, p90: 0.44 })
    close = normal({ p10: 0.27, p90: 0.33 })
    deal_size = lognormal({ p10: 10000, p90: 15000 })
    revenue = entries * nurture * qualify * opportunity * close * deal_size
    mean(revenue)`,
};

/** Parses, draws, computes and takes the mean: all that happens when a user presses "run". Nothing is kept from run to run. */
async function evaluate(code) {
  const begin = performance.now();
  const output = await run(code, { environment: { ...defaultEnvironment, sampleCount: draws } });
  const time = performance.now() - begin;
  if (!output.result.ok) throw new Error(output.result.value.toString());
  const { result, bindings } = output.result.value;
  return { time, mean: result.value, bindings };
}

/** The same model, asked for more than the mean. */
const withQuantiles = (code) => code.replace("mean(profit)", quantiles("profit")).replace("mean(revenue)", quantiles("revenue"));
const quantiles = (result) => `[mean(${result}), quantile(${result}, 0.1), quantile(${result}, 0.5), quantile(${result}, 0.9)]`;

/** The fewest milliseconds of several runs. */
async function fastest(code) {
  let best = Infinity;
  for (let time = 0; time < RUNS; time++) best = Math.min(best, (await evaluate(code)).time);
  return best.toFixed(1);
}

/** Fails unless every variable of the model is a set of that many samples. */
function drawn(name, bindings) {
  for (const [variable, { value }] of bindings.entries()) {
    const samples = value instanceof SqSampleSetDistribution ? value.getSamples().length : 0;
    if (samples !== draws) throw new Error(`${name}: ${variable} has ${samples} samples, not ${draws}`);
  }
}

for (const [name, code] of Object.entries(MODELS)) {
  const { mean, bindings } = await evaluate(code);
  drawn(name, bindings);
  const alone = await fastest(code);
  await evaluate(withQuantiles(code));
  console.log(`${name} ${alone} ${await fastest(withQuantiles(code))} ${mean}`);
}
