using System.Globalization;
using CsCheck;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner;

public sealed class ExperimentErrorTests
{
    private const string Keys =
        "name, description, tags, dataset, network, training, method, run_cap, parallelism, search_seed, first, start_from, early_terminate, metric, variants, parameters, zip, only_when, exclude, baseline, replicates, keep_weights, gate";

    private const string TrainingKeys =
        "initialization, initialization_scale, seed, learning_rate, iterations, record_every, lambda, keep_prob, dropout_mask";

    // Each is what follows the four lines of Experiments.Minimal, so its first line is line 5.
    [Theory]
    [InlineData("paramters: {}", "x.yaml:5:1: unknown key `paramters`; expected one of " + Keys + "; did you mean `parameters`?")]
    [InlineData("zebra: 1", "x.yaml:5:1: unknown key `zebra`; expected one of " + Keys)]
    [InlineData("keep-weights: all", "x.yaml:5:1: unknown key `keep-weights`; expected one of " + Keys + "; did you mean `keep_weights`?")]
    [InlineData("lambda: 0.7", "x.yaml:5:1: `lambda` stands at the top; expected it under training")]
    [InlineData("search_seed: 3", "x.yaml:5:1: `search_seed` is for a search, and a grid runs all its points; expected a method: random, sobol, tpe, gp, bayes")]
    [InlineData("method: custom", "x.yaml:5:9: method `custom` is not supported yet; expected grid")]
    [InlineData("method: bayes\nparameters: {lambda: [0, 1]}",
        "x.yaml:5:9: bayes goes on for ever; expected run_cap, the number of points to try, such as `run_cap: 50` or --set run_cap=50")]
    [InlineData("method: random\nrun_cap: 5", "x.yaml:5:9: there is nothing that random could vary; expected parameters")]
    [InlineData("method: gird", "x.yaml:5:9: method is `gird`; expected grid, random, sobol, tpe, gp or bayes; did you mean `grid`?")]
    [InlineData("name: again", "x.yaml:5:1: `name` stands twice; the first is at x.yaml:1:1")]
    [InlineData("metric: [dev_accuracy]",
        "x.yaml:5:9: metric is a list; expected a name such as dev_accuracy, or {name: dev_accuracy, goal: maximize}")]
    [InlineData("metric: {goal: maximize}", "x.yaml:5:9: metric has no name")]
    [InlineData("metric: {name: cost, target: low}", "x.yaml:5:30: target of metric is `low`; expected a number, which ends the sweep when a point reaches it")]
    [InlineData("metric: {name: cost, impute: none}", "x.yaml:5:30: impute is `none`; expected worst, best or latest")]
    [InlineData("metric: {name: dev_acuracy}",
        "x.yaml:5:16: metric is `dev_acuracy`; expected train_accuracy, dev_accuracy, test_accuracy, cost, eval_cost, train_balanced_accuracy, train_f1, train_auc, "
        + "train_log_loss, dev_balanced_accuracy, dev_f1, dev_auc, dev_log_loss, test_balanced_accuracy, test_f1, test_auc or test_log_loss; "
        + "did you mean `dev_accuracy`?")]
    [InlineData("metric: dev_f2",
        "x.yaml:5:9: metric is `dev_f2`; expected train_accuracy, dev_accuracy, test_accuracy, cost, eval_cost, train_balanced_accuracy, train_f1, train_auc, "
        + "train_log_loss, dev_balanced_accuracy, dev_f1, dev_auc, dev_log_loss, test_balanced_accuracy, test_f1, test_auc or test_log_loss; "
        + "did you mean `dev_f1`?")]
    [InlineData("metric: {name: cost, goal: minimise}",
        "x.yaml:5:28: goal is `minimise`; expected maximize or minimize; did you mean `minimize`?")]
    [InlineData("replicates: 0", "x.yaml:5:13: replicates is `0`; expected a whole number from 1 to 2147483647")]
    [InlineData("replicates: 1.5", "x.yaml:5:13: replicates is `1.5`; expected a whole number from 1 to 2147483647")]
    [InlineData("replicates: 1e10", "x.yaml:5:13: replicates is `1e10`; expected a whole number from 1 to 2147483647")]
    [InlineData("replicates: [1]", "x.yaml:5:13: replicates is a list; expected a whole number from 1 to 2147483647")]
    [InlineData("keep_weights: some", "x.yaml:5:15: keep_weights is `some`; expected all, best or none")]
    [InlineData("description:", "x.yaml:5:13: description is empty; expected a text")]
    [InlineData("exclude: []",
        "x.yaml:5:10: exclude is an empty list; expected an SQL expression such as lambda > 0 and keep_prob < 1, or a list of them")]
    [InlineData("exclude: {a: b}",
        "x.yaml:5:10: exclude is a mapping; expected an SQL expression such as lambda > 0 and keep_prob < 1, or a list of them")]
    [InlineData("variants: []",
        "x.yaml:5:11: variants is an empty list; expected a list such as [{name: without}, {name: with L2, lambda: 0.7}]")]
    [InlineData("variants: [he]", "x.yaml:5:12: a variant is `he`; expected a mapping such as {name: with L2, lambda: 0.7}")]
    [InlineData("variants: [{lambda: 1}]", "x.yaml:5:12: a variant has no name")]
    [InlineData("variants: [{name: a}, {name: a}]", "x.yaml:5:30: two variants are called `a`")]
    [InlineData("variants: [{name: \"a\\tb\"}]", "x.yaml:5:19: a variant's name has a line break or tab; expected one line")]
    [InlineData("variants: [{name: a, lamda: 1}]",
        "x.yaml:5:22: unknown key `lamda` of a variant; expected one of name, note, hidden, activation, "
        + TrainingKeys + "; did you mean `lambda`?")]
    [InlineData("variants: [{name: a, lambda: -1}]", "x.yaml:5:30: lambda is `-1`; expected a number, at least 0")]
    [InlineData("parameters: {}",
        "x.yaml:5:13: parameters is an empty mapping; expected a mapping such as {lambda: [0, 0.7]}, or no parameters at all")]
    [InlineData("parameters:", "x.yaml:5:12: parameters is empty; expected a mapping such as {lambda: [0, 0.7]}, or no parameters at all")]
    [InlineData("parameters: {lambda: []}", "x.yaml:5:22: lambda is an empty list; expected a list of values, {value: …}, {values: […]} or {min: …, max: …}; "
        + "a setting that does not vary stands under training")]
    [InlineData("parameters: {lambda: {values: []}}",
        "x.yaml:5:31: lambda is an empty list; expected a list of values, {value: …}, {values: […]} or {min: …, max: …}; "
        + "a setting that does not vary stands under training")]
    [InlineData("parameters: {lambda: 0.7}", "x.yaml:5:22: lambda is `0.7`; expected a list of values, {value: …}, {values: […]} or {min: …, max: …}; "
        + "a setting that does not vary stands under training")]
    [InlineData("parameters: {lambda: {value: 1, values: [1]}}",
        "x.yaml:5:22: lambda is a mapping; expected a list of values, {value: …}, {values: […]} or {min: …, max: …}; "
        + "a setting that does not vary stands under training")]
    [InlineData("parameters: {lambda: {min: 0, max: 1}}",
        "x.yaml:5:14: lambda has a range, and a grid needs values; expected a list of them, or a method: random, sobol, tpe, gp, bayes")]
    [InlineData("parameters: {lambda: {distribution: uniform}}", "x.yaml:5:22: lambda has no min; uniform goes from `min` to `max`")]
    [InlineData("parameters: {lambda: {valeus: [1]}}",
        "x.yaml:5:23: unknown key `valeus` of lambda; expected one of value, values, probabilities, distribution, min, max, mu, sigma, a, b, q; did you mean `values`?")]
    [InlineData("parameters: {lambda: [0.7, 0.70]}", "x.yaml:5:28: lambda has the value 0.7 twice")]
    [InlineData("parameters: {lambda: [0, -0.0]}", "x.yaml:5:26: lambda has the value 0 twice")]
    [InlineData("parameters: {iterations: [1]}",
        "x.yaml:5:14: `iterations` stands under parameters and under training; expected it in one place")]
    [InlineData("parameters: {lambda: [1]}\nvariants: [{name: a, lambda: 1}]",
        "x.yaml:5:14: `lambda` stands under parameters and in the variant `a`; expected it in one place")]
    [InlineData("parameters: {seed: [1, 2]}\nreplicates: 2",
        "x.yaml:6:13: replicates vary the seed, which stands under parameters too; expected one of them")]
    [InlineData("parameters: {lambda: [1,\n  x]}", "x.yaml:6:3: lambda is `x`; expected a number, at least 0")]
    [InlineData("parameters: {initialization: [he, xavir]}",
        "x.yaml:5:35: initialization is `xavir`; expected zeros, random, xavier or he; did you mean `xavier`?")]
    [InlineData("parameters:\n\tlambda: [1]", "x.yaml:6:1: a tab cannot indent YAML; expected spaces")]
    [InlineData("parameters: {lambda: [1]", "x.yaml:6:1: not YAML: while parsing a flow mapping, did not find expected ',' or '}'")]
    [InlineData("metric: *none", "x.yaml:5:9: `*none` stands for nothing; expected an anchor `&none` before it")]
    [InlineData("metric: &m [*m]", "x.yaml:5:13: `*m` stands for nothing; expected an anchor `&m` before it")]
    [InlineData("? [a]\n: 1", "x.yaml:5:3: a key is a list; expected a word")]
    [InlineData("---\nname: b", "x.yaml:5:1: a second YAML document; expected one experiment a file")]
    [InlineData("description: a: b", "x.yaml:5:15: not YAML: while scanning a plain scalar value, found invalid mapping")]
    public void A_mistake_is_named_with_its_place(string more, string message) =>
        Assert.Equal(message, Assert.Throws<ExperimentException>(() => Experiments.Parse(more)).Message);

    [Theory]
    [InlineData("hidden", "20.5", "hidden is `20.5`; expected a list of layer sizes from 1 to 10000, such as [20, 3]")]
    [InlineData("hidden", "[20, 0]", "an item of hidden is `0`; expected a list of layer sizes from 1 to 10000, such as [20, 3]")]
    [InlineData("hidden", "[10001]", "an item of hidden is `10001`; expected a list of layer sizes from 1 to 10000, such as [20, 3]")]
    [InlineData("hidden", "[[20]]", "an item of hidden is a list; expected a list of layer sizes from 1 to 10000, such as [20, 3]")]
    [InlineData("hidden", "{a: 1}", "hidden is a mapping; expected a list of layer sizes from 1 to 10000, such as [20, 3]")]
    [InlineData("activation", "rellu", "activation is `rellu`; expected relu or tanh; did you mean `relu`?")]
    [InlineData("activation", "sigmoid", "activation is `sigmoid`; expected relu or tanh")]
    [InlineData("activation", "[relu]", "activation is a list; expected relu or tanh")]
    [InlineData("initialization", "true", "initialization is `true`; expected zeros, random, xavier or he")]
    [InlineData("initialization_scale", "0", "initialization_scale is `0`; expected a number above 0")]
    [InlineData("seed", "-1", "seed is `-1`; expected a whole number from 0 to 4294967295")]
    [InlineData("seed", "4294967296", "seed is `4294967296`; expected a whole number from 0 to 4294967295")]
    [InlineData("learning_rate", "0", "learning_rate is `0`; expected a number above 0")]
    [InlineData("learning_rate", ".inf", "learning_rate is `.inf`; expected a number above 0")]
    [InlineData("learning_rate", "1e999", "learning_rate is `1e999`; expected a number above 0; numbers go up to 1.8e308")]
    [InlineData("learning_rate", "", "learning_rate is empty; expected a number above 0")]
    [InlineData("learning_rate", "\"0.3\"", "learning_rate is the text `0.3`; expected a number above 0")]
    [InlineData("learning_rate", "0,3", "learning_rate is `0,3`; expected a number above 0")]
    [InlineData("iterations", "0", "iterations is `0`; expected a whole number from 1 to 2147483647")]
    [InlineData("iterations", "null", "iterations is empty; expected a whole number from 1 to 2147483647")]
    [InlineData("iterations", "yes", "iterations is `yes`; expected a whole number from 1 to 2147483647")]
    [InlineData("record_every", "0", "record_every is `0`; expected a whole number from 1 to 2147483647")]
    [InlineData("lambda", "-0.1", "lambda is `-0.1`; expected a number, at least 0")]
    [InlineData("lambda", ".nan", "lambda is `.nan`; expected a number, at least 0")]
    [InlineData("lambda", "NaN", "lambda is `NaN`; expected a number, at least 0")]
    [InlineData("lambda", "[0, 0.7]", "lambda is a list; expected a number, at least 0")]
    [InlineData("keep_prob", "0", "keep_prob is `0`; expected a number above 0 and at most 1, or a list of them, one per hidden layer")]
    [InlineData("keep_prob", "1.01",
        "keep_prob is `1.01`; expected a number above 0 and at most 1, or a list of them, one per hidden layer")]
    [InlineData("keep_prob", "[]",
        "keep_prob is an empty list; expected a number above 0 and at most 1, or a list of them, one per hidden layer")]
    [InlineData("keep_prob", "[1, 0]",
        "an item of keep_prob is `0`; expected a number above 0 and at most 1, or a list of them, one per hidden layer")]
    [InlineData("dropout_mask", "fix", "dropout_mask is `fix`; expected resampled or fixed")]
    public void A_setting_s_value_is_checked(string name, string value, string message)
    {
        var section = ObjectiveSpace.Network.Find(name)!.Section;
        var text = $"name: x\n{section}:\n  {name}: {value}\n";
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Parse(text, "x.yaml"));
        var problem = Assert.Single(error.All, e => e.Message.EndsWith(": " + message, StringComparison.Ordinal));
        Assert.Equal(3, problem.At.Line);
        Assert.True(problem.At.Column >= name.Length + 4, error.Message);
    }

    [Theory]
    [InlineData("", "x.yaml: the file is empty; expected an experiment: name, dataset, network and training")]
    [InlineData("# nothing\n", "x.yaml: the file is empty; expected an experiment: name, dataset, network and training")]
    [InlineData("- a", "x.yaml:1:1: the experiment is a list; expected a mapping with name, dataset, network and training")]
    [InlineData("dataset: pitch", "x.yaml: name is missing; expected a line such as `name: my-experiment`")]
    [InlineData("name: a/b", "x.yaml:1:7: name is `a/b`; expected letters, digits, - and _, a letter or digit first: it names a folder")]
    [InlineData("name: ..", "x.yaml:1:7: name is `..`; expected letters, digits, - and _, a letter or digit first: it names a folder")]
    [InlineData("name: -a", "x.yaml:1:7: name is `-a`; expected letters, digits, - and _, a letter or digit first: it names a folder")]
    [InlineData("name:", "x.yaml:1:6: name is empty; expected letters, digits, - and _, a letter or digit first: it names a folder")]
    [InlineData("name: a\nnetwork: 3", "x.yaml:2:10: network is `3`; expected a mapping of settings")]
    [InlineData("name: a\nnetwork: {lambda: 1}", "x.yaml:2:11: `lambda` stands under network; expected it under training")]
    [InlineData("name: a\ntraining: {activation: relu}", "x.yaml:2:12: `activation` stands under training; expected it under network")]
    [InlineData("name: a\ntraining: {learning_rat: 1}",
        "x.yaml:2:12: unknown key `learning_rat` under training; expected one of " + TrainingKeys + "; did you mean `learning_rate`?")]
    [InlineData("name: a", "x.yaml: dataset is missing; expected a line such as `dataset: circles`, or `command: [python3, train.py]`")]
    [InlineData("name: a\ndataset: circle",
        "x.yaml:2:10: dataset is `circle`; expected a built-in name (circles, flower, pitch, football, cats), "
        + "{csv: path, features: [x1, x2], label: y, split: split} or {npz: path, train: {x: train_x, y: train_y}, scale: 1/255}; "
        + "did you mean `circles`?")]
    [InlineData("name: a\ndataset: {csv: a.csv, features: [x1]}",
        "x.yaml:2:10: dataset has no label; expected {csv: path, features: [x1, x2], label: y, split: split}")]
    [InlineData("name: a\ndataset: {features: [x], label: y}",
        "x.yaml:2:10: dataset has no csv; expected {csv: path, features: [x1, x2], label: y, split: split}")]
    [InlineData("name: a\ndataset: {csv: a.csv, feature: [x], label: y}",
        "x.yaml:2:23: unknown key `feature` of dataset; expected one of csv, features, drop, label, positive, split, missing, standardize; did you mean `features`?")]
    [InlineData("name: a\ndataset: {csv: a.csv, drops: [x], label: y}",
        "x.yaml:2:23: unknown key `drops` of dataset; expected one of csv, features, drop, label, positive, split, missing, standardize; did you mean `drop`?")]
    [InlineData("name: a\ndataset: {csv: a.csv, features: [x], drop: [id], label: y}", "x.yaml:2:44: drop is of no use beside features; expected one of them")]
    [InlineData("name: a\ndataset: {csv: a.csv, drop: [y], label: y}", "x.yaml:2:30: `y` is the label too; expected other columns")]
    [InlineData("name: a\ndataset: {csv: a.csv, label: y, positive: [yes]}", "x.yaml:2:43: positive is a list; expected the value of the label that stands for 1")]
    [InlineData("name: a\ndataset: {csv: a.csv, label: y, standardise: true}",
        "x.yaml:2:33: unknown key `standardise` of dataset; expected one of csv, features, drop, label, positive, split, missing, standardize; did you mean `standardize`?")]
    [InlineData("name: a\ndataset: {csv: a.csv, label: y, missing: median}", "x.yaml:2:42: missing is `median`; expected error, mean or drop")]
    [InlineData("name: a\ndataset: {csv: a.csv, label: y, standardize: 1}", "x.yaml:2:46: standardize is `1`; expected true or false")]
    [InlineData("name: a\ndataset: {csv: a.csv, label: y, split: {stratify: maybe}}", "x.yaml:2:51: stratify is `maybe`; expected true or false")]
    [InlineData("name: a\ndataset: {csv: a.csv, label: y, split: {dev: 0.1, val: 0.2}}", "x.yaml:2:51: `val` is another name of dev, which stands here already; expected one")]
    [InlineData("name: a\ndataset: {csv: a.csv, features: [x, x], label: y}", "x.yaml:2:37: features has `x` twice")]
    [InlineData("name: a\ndataset: {csv: a.csv, features: [x, y], label: y}",
        "x.yaml:2:37: `y` is the label too; expected feature columns")]
    [InlineData("name: a\ndataset: {csv: a.csv, features: [x], label: y, split: x}",
        "x.yaml:2:55: `x` is a feature or the label too; expected a column of train, dev and test")]
    [InlineData("name: a\ndataset: {csv: a.csv, features: [x], label: y, split: {dev: 0.5, test: 0.5}}",
        "x.yaml:2:55: dev and test leave nothing to train on; expected a sum below 1")]
    [InlineData("name: a\ndataset: {csv: a.csv, features: [x], label: y, split: {dev: 20}}",
        "x.yaml:2:61: dev is `20`; expected a share, at least 0 and below 1")]
    [InlineData("name: a\ndataset: {csv: a.csv, label: y, split: {train: 0.8, dev: 0.2}}",
        "x.yaml:2:41: `train` of split is not needed: train gets the rows that dev and test leave; expected the other shares alone")]
    [InlineData("name: a\ndataset: pitch",
        "x.yaml: hidden is missing; expected a list of layer sizes from 1 to 10000, such as [20, 3] under network or "
        + "parameters, or in every variant")]
    [InlineData("name: a\ndataset: pitch\nnetwork: {hidden: []}\ntraining: {iterations: 1}",
        "x.yaml:4:11: learning_rate is missing; expected a number above 0 under training or parameters, or in every variant")]
    [InlineData("name: a\ndataset: pitch\nnetwork: {hidden: []}\ntraining: {learning_rate: 1}\n"
        + "variants: [{name: a, iterations: 1}, {name: b}]",
        "x.yaml:4:11: iterations is missing; "
        + "expected a whole number from 1 to 2147483647 under training or parameters, or in every variant")]
    public void What_an_experiment_lacks_is_named(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ExperimentException>(() => ExperimentFile.Parse(text, "x.yaml")).Message.Split('\n'));

    [Fact]
    public void All_mistakes_of_a_file_and_its_overrides_are_told_at_once_by_place()
    {
        const string text = """
            nam: a
            dataset: circle
            network: { hidden: [3, 0], lambda: 1 }
            training: { lr: 0.1, iterations: many, keep_prob: 2 }
            method: gird
            metric: { goal: up }
            variants: [{ lambda: -1 }, { name: a, epochs: 3 }, { name: a }]
            parameters: { seed: [1, 1, x], activation: [relu, rleu] }
            replicates: 0
            gate: shut
            """;
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Parse(text, "x.yaml", ["lamda=1", "seed=", "dataset=1,2"]));
        string[] beginnings =
            [
                "x.yaml:1:1: unknown key `nam`", "x.yaml:3:24: an item of hidden is `0`", "x.yaml:3:28: `lambda` stands under network",
                "x.yaml:4:13: unknown key `lr`", "x.yaml:4:34: iterations is `many`", "x.yaml:4:51: keep_prob is `2`",
                "x.yaml:5:9: method is `gird`", "x.yaml:6:9: metric has no name", "x.yaml:7:12: a variant has no name",
                "x.yaml:7:22: lambda is `-1`", "x.yaml:7:39: unknown key `epochs`", "x.yaml:7:60: two variants are called `a`",
                "x.yaml:8:25: seed has the value 1 twice", "x.yaml:8:28: seed is `x`", "x.yaml:8:51: activation is `rleu`",
                "x.yaml:9:13: replicates is `0`", "x.yaml:10:7: gate is `shut`",
                "--set lamda=1: unknown key `lamda`", "--set seed=: no value", "x.yaml: name is missing", "and 1 more",
            ];
        var lines = error.Message.Split('\n');
        Assert.Equal(beginnings, lines.Zip(beginnings, (line, beginning) => line[..Math.Min(line.Length, beginning.Length)]));
        Assert.Equal(beginnings.Length, lines.Length);
    }

    [Theory]
    [InlineData("network: 3", "training: { learning_rate: 1, iterations: 1 }")]
    [InlineData("network: { hidden: [x] }", "training: { learning_rate: 1, iterations: 1 }")]
    [InlineData("network: { layers: [3] }", "training: { learning_rate: 1, iterations: 1 }")]
    [InlineData("network: { learning_rate: 1, hidden: [] }", "training: { iterations: 1 }")]
    [InlineData("hidden: []", "training: { learning_rate: 1, iterations: 1 }")]
    [InlineData("parameters: { hidden: 3 }", "training: { learning_rate: 1, iterations: 1 }")]
    [InlineData("parameters: [3]", "network: { hidden: [] }")]
    [InlineData("variants: [{ name: a, hiden: [3] }]", "training: { learning_rate: 1, iterations: 1 }")]
    [InlineData("variants: [{ hidden: [3] }]", "training: { learning_rate: 1, iterations: 1 }")]
    [InlineData("network: { hidden: [] }", "training: { lr: 1, epochs: 1 }", 2)]
    [InlineData("network: { hidden: [], hidden: [] }", "training: { learning_rate: 1, iterations: 1 }")]
    public void A_mistake_brings_no_other_with_it(string one, string other, int count = 1)
    {
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Parse($"name: a\ndataset: pitch\n{one}\n{other}", "x.yaml"));
        Assert.Equal(count, error.Message.Split('\n').Length);
    }

    [Theory]
    [InlineData("training: { lr: 1 }", "did you mean `learning_rate`?")]
    [InlineData("training: { alpha: 1 }", "did you mean `learning_rate`?")]
    [InlineData("training: { Epochs: 1 }", "did you mean `iterations`?")]
    [InlineData("training: { l2: 1 }", "did you mean `lambda`?")]
    [InlineData("training: { weight-decay: 1 }", "did you mean `lambda`?")]
    [InlineData("training: { dropout: 0.2 }", "did you mean `keep_prob`, which is 1 − dropout?")]
    [InlineData("parameters: { dropout_rate: [0.2] }", "did you mean `keep_prob`, which is 1 − dropout_rate?")]
    [InlineData("network: { layers: [3] }", "did you mean `hidden`?")]
    [InlineData("network: { lr: 1 }", "did you mean `learning_rate` under training?")]
    [InlineData("units: [3]", "did you mean `hidden` under network?")]
    [InlineData("dropout: 0.2", "did you mean `keep_prob` under training, which is 1 − dropout?")]
    [InlineData("variants: [{ name: a, lr: 1 }]", "did you mean `learning_rate`?")]
    [InlineData("grid: { lambda: [0] }", "did you mean `parameters`?")]
    [InlineData("training: { grid: [0] }", "did you mean `parameters` at the top of the file?")]
    [InlineData("training: { batch_size: 32 }", "`batch_size` under training is not supported: every iteration is one update from all train examples")]
    public void Other_tools_names_are_recognised(string more, string message)
    {
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Parse("name: a\ndataset: pitch\n" + more, "x.yaml"));
        Assert.Contains(error.Message.Split('\n'), line => line.EndsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_alias_cannot_make_a_short_text_endless()
    {
        var lists = string.Concat(Enumerable.Range(1, 30).Select(i => FormattableString.Invariant($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n")));
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Parse("a0: &a0 [1]\n" + lists, "x.yaml"));
        Assert.Contains("more than 2000000 values", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100_000, "k{0}: 1\n", "")]
    [InlineData(40_000, "  - {{ name: v{0}, lambda: 0.1 }}\n", "variants:\n")]
    [InlineData(40_000, "  - {{ name: v{0}, lamda: 0.1 }}\n", "variants:\n")]
    [InlineData(100_000, "    - {0}\n", "parameters:\n  lambda:\n")]
    [InlineData(100_000, "    - -{0}\n", "parameters:\n  lambda:\n")]
    [InlineData(60_000, "  - lambda = {0}\n", "exclude:\n")]
    public void A_long_file_is_read_in_time_that_grows_with_its_length(int count, string line, string before)
    {
        var text = Experiments.Minimal + before
            + string.Concat(Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, line, i)));
        try
        {
            ExperimentFile.Parse(text, "x.yaml");
        }
        catch (ExperimentException e)
        {
            Assert.InRange(e.Message.Length, 1, 20_000);
        }
    }

    [Fact]
    public void A_device_that_never_ends_is_a_sentence()
    {
        Assert.SkipWhen(!File.Exists("/dev/zero"), "needs /dev/zero");
        var device = Assert.Throws<UserErrorException>(() => ExperimentFile.Read("/dev/zero"));
        Assert.Equal("/dev/zero: is larger than 16 MB; expected an experiment file (YAML)", device.Message);
    }

    [Fact]
    public void A_seed_that_replicates_would_overflow_is_refused()
    {
        var text = Experiments.Minimal.Replace("iterations: 300", "iterations: 300, seed: 4294967295", StringComparison.Ordinal)
            + "replicates: 2";
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Parse(text, "x.yaml"));
        Assert.Equal("x.yaml:4:56: seed + replicates - 1 is above 4294967295; expected a smaller seed", error.Message);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_overflow_the_stack()
    {
        var error = Assert.Throws<ExperimentException>(() => ExperimentFile.Parse("name: " + new string('[', 100_000), "x.yaml"));
        Assert.Contains("nested too deeply", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_sentence()
    {
        var error = Assert.Throws<UserErrorException>(() => ExperimentFile.Read("no/such.yaml"));
        Assert.Equal("no/such.yaml: no such file; expected an experiment file, such as experiments/initialization.yaml", error.Message);
    }

    [Fact]
    public void A_file_that_is_not_text_is_a_sentence()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [0xff, 0xfe, 0xfd, 0x00, 0xc3, 0x28]);
            var error = Assert.ThrowsAny<UserErrorException>(() => ExperimentFile.Read(path));
            Assert.StartsWith(path + ":", error.Message, StringComparison.Ordinal);
            File.WriteAllBytes(path, [.. "name: "u8, 0xc3, 0x28]);
            error = Assert.Throws<UserErrorException>(() => ExperimentFile.Read(path));
            Assert.Equal(path + ": not a text in UTF-8; expected an experiment file (YAML)", error.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_folder_is_not_an_experiment_file() =>
        Assert.StartsWith(
            "experiments: is a folder; expected an experiment file",
            Assert.Throws<UserErrorException>(() =>
            {
                Directory.CreateDirectory("experiments");
                ExperimentFile.Read("experiments");
            }).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Random_text_never_ends_in_anything_but_a_user_error()
    {
        var noise = Gen.Char["abc:,[]{}&*!|>'\"%@`#-?\n\t  01.<~\\\r\0é"].Array[1, 25].Select(chars => new string(chars));
        Gen.Select(noise, Gen.Int[-1, Experiments.Minimal.Length - 1]).Sample(
            (text, place) =>
            {
                try
                {
                    ExperimentFile.Parse(place < 0 ? text : Experiments.Minimal.Insert(place, text), "x.yaml");
                }
                catch (ExperimentException e)
                {
                    Assert.StartsWith("x.yaml", e.Message, StringComparison.Ordinal);
                }
            },
            iter: 20_000);
    }
}
