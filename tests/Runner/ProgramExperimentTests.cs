using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Runner;

public sealed class ProgramExperimentTests
{
    private const string Minimal = """
        name: mine
        command: [python3, train.py, --lr, "${lr}"]
        parameters: { lr: [0.001, 0.01] }
        metric: { name: val_loss, goal: minimize }

        """;

    [Fact]
    public void A_program_s_trials_are_its_parameters_grid_with_seeds_from_1()
    {
        var plan = Plan(Minimal.Replace("{ lr: [0.001, 0.01] }", "{ lr: [0.001, 0.01], depth: [2, 4] }", StringComparison.Ordinal) + "replicates: 2");
        Assert.Equal(
            [
                "1 1 1 1 lr=0.001 depth=2", "2 1 2 2 lr=0.001 depth=2", "3 2 1 1 lr=0.001 depth=4", "4 2 2 2 lr=0.001 depth=4",
                "5 3 1 1 lr=0.01 depth=2", "6 3 2 2 lr=0.01 depth=2", "7 4 1 1 lr=0.01 depth=4", "8 4 2 2 lr=0.01 depth=4",
            ],
            plan.Trials.Select(t => $"{t.Number} {t.Point} {t.Replicate} {t.Seed} {string.Join(' ', t.Parameters.Select(p => $"{p.Key}={p.Value}"))}"));
        Assert.Equal(new MetricGoal("val_loss", "minimize"), plan.Metric);
        Assert.Equal(["python3", "train.py", "--lr", "0.001"], plan.WordsOf(plan.Trials[0]));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1e-3", "0.001")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("-0.0", "0")]
    [InlineData("adam", "\"adam\"")]
    [InlineData("'0.1'", "\"0.1\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("'λ \"x\" \\'", "\"λ \\\"x\\\" \\\\\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("False", "\"false\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("1e999", "\"1e999\"")]
    [InlineData("[1, 2.50]", "[1,2.5]")]
    [InlineData("[relu, 3]", "[\"relu\",3]")]
    public void A_value_is_a_number_a_word_or_a_list(string yaml, string json)
    {
        var plan = Plan(Minimal.Replace("[0.001, 0.01]", $"[{yaml}]", StringComparison.Ordinal));
        Assert.Equal(json, plan.Trials.Single().Parameters["lr"]);
        Assert.Equal(json, SettingValue.Parse(json).Json);
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[{a: 1}]")]
    [InlineData("[[]]")]
    [InlineData("[[[1]]]")]
    [InlineData("[9007199254740993]")]
    [InlineData("['[x']")]
    [InlineData("[\"\\0\"]")]
    public void Any_other_value_is_an_error(string yaml) => Assert.Contains(
        "lr is",
        Error(Minimal.Replace("[0.001, 0.01]", yaml, StringComparison.Ordinal)).Replace("an item of lr", "lr", StringComparison.Ordinal),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[9007199254740993]", "x.yaml:3:20: lr is `9007199254740993`; expected whole numbers up to 2^53, 9007199254740992, beyond which they are not told apart, or a text in quotes")]
    [InlineData("[[1, -9007199254740993]]", "an item of lr is `-9007199254740993`; expected whole numbers up to 2^53")]
    [InlineData("[!!binary aGVsbG8=]", "x.yaml:3:20: the tag `!!binary` is not read; expected a value without it, or one of !!str, !!float, !!int, !!bool, !!null")]
    [InlineData("[!mine x]", "the tag `!mine` is not read; expected a value without it")]
    [InlineData("[!!int 1.5]", "x.yaml:3:20: `!!int` stands before `1.5`, which is none; expected one, or no tag")]
    [InlineData("[!!float x]", "`!!float` stands before `x`, which is none")]
    [InlineData("[!!bool 1]", "`!!bool` stands before `1`, which is none")]
    [InlineData("!!set {a, b}", "the tag `!!set` is not read; expected a value without it")]
    [InlineData("!!seq [1, !!int 2, !!str 3, ! 4]", null)]
    public void What_would_be_read_as_something_else_is_told(string values, string? message)
    {
        var text = Minimal.Replace("[0.001, 0.01]", values, StringComparison.Ordinal);
        if (message is not null) Expect.Has(message, Error(text));
        else Assert.Equal("1 2 \"3\" \"4\"", string.Join(' ', Parse(text).Parameters.Single().Values.Select(v => v.Value.Json)));
    }

    [Theory]
    [InlineData("{ name: step, goal: minimize }", "x.yaml:4:17: a metric cannot be called `step`: that is told beside every metric; rename it")]
    [InlineData("{ name: '', goal: minimize }", "a metric's name is an empty text; expected some letters")]
    [InlineData("{ name: , goal: minimize }", "a metric's name is empty; expected a text")]
    [InlineData("{ name: a, goal: minimize }\nmetrics: {seed: minimize}", "a metric cannot be called `seed`")]
    public void A_metric_has_a_name_of_its_own(string metric, string message) =>
        Expect.Has(message, Error(Minimal.Replace("{ name: val_loss, goal: minimize }", metric, StringComparison.Ordinal)));

    [Theory]
    [InlineData("timeout: 90s", 90)]
    [InlineData("timeout: 10m", 600)]
    [InlineData("timeout: 1h30m", 5400)]
    [InlineData("timeout: 2d", 172800)]
    [InlineData("timeout: 0.5s", 0.5)]
    public void A_timeout_is_a_time(string line, double seconds) => Assert.Equal(seconds, Parse(Minimal + line).Program.Timeout!.Value.TotalSeconds);

    [Fact]
    public void All_that_a_file_says_of_its_program_is_read()
    {
        var experiment = Parse(Minimal + """
            metrics: { val_acc: { goal: maximize, of: 200, summary: max }, steps: }
            timeout: 10m
            retries: 2
            env: { API_KEY: secret, THREADS: 1 }
            fail_fast: true
            resources: { gpus: [0, 2] }
            working_directory: elsewhere
            """);
        var program = experiment.Program;
        Assert.Equal(
            [
                new PlanMetric("val_loss", "minimize"),
                new PlanMetric("val_acc", "maximize") { Format = MetricFormat.Percent, Examples = 200, Summary = MetricSummary.Max },
                new PlanMetric("steps", null),
            ],
            program.Metrics);
        Assert.Equal((2, 1, "secret", "1"), (program.Retries, program.FailFast, program.Environment["API_KEY"], program.Environment["THREADS"]));
        Assert.Equal([0, 2], program.Gpus);
        Assert.Equal(Path.GetFullPath("elsewhere"), program.Folder);
        var stored = ExperimentPlan.Expand(experiment).ToSweepPlan();
        Assert.Equivalent(stored, SweepPlan.Parse(stored.ToJson()), strict: true);
    }

    [Fact]
    public void A_goal_may_stand_under_metrics() => Assert.Equal(
        new MetricGoal("auc", "maximize"),
        Parse(Minimal.Replace("{ name: val_loss, goal: minimize }", "auc\nmetrics: { auc: maximize }", StringComparison.Ordinal)).Metric!.Value);

    [Theory]
    [InlineData("env: { A: secret-value }")]
    [InlineData("env:\n  A: 'secret-value'\n  B: \"λ 😀 secret-value\"\n  C: |\n    secret-value\n    secret-value\n  D: secret-value # a remark")]
    [InlineData("variants:\n- name: &s secret-value\n  lr2: 1\nenv:\n  A: *s")]
    public void A_value_of_env_is_stored_and_shown_nowhere(string more)
    {
        var text = "# 😀 λ\n" + Minimal + more + "\nreplicates: 2\n";
        var experiment = Parse(text);
        Assert.Contains("secret-value", experiment.Program.Environment["A"], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", experiment.Text, StringComparison.Ordinal);
        // What else the secret stands for is the plan's.
        if (more.Contains('*', StringComparison.Ordinal)) return;
        Assert.Equal(2, Parse(experiment.Text).Replicates);
        Assert.DoesNotContain("secret", ExperimentPlan.Expand(experiment).ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("env: secret")]
    [InlineData("env: [secret]")]
    [InlineData("env: { A: [secret] }")]
    [InlineData("env: { A: \"secret\\0\" }")]
    [InlineData("env: { GOALKEEPER_SEED: secret }")]
    [InlineData("env: { A=B: secret }")]
    public void No_message_has_a_value_of_env(string more) => Assert.DoesNotContain("secret", Error(Minimal + more), StringComparison.Ordinal);

    [Theory]
    [InlineData("timeout: 10", "x.yaml:5:10: timeout is `10`; expected a time such as 90s, 10m, 1h30m or 2d, at most 40d")]
    [InlineData("timeout: 0s", "x.yaml:5:10: timeout is `0s`; expected a time such as 90s, 10m, 1h30m or 2d, at most 40d")]
    [InlineData("timeout: 41d", "x.yaml:5:10: timeout is `41d`; expected a time such as 90s, 10m, 1h30m or 2d, at most 40d")]
    [InlineData("timeout: 30m1h", "x.yaml:5:10: timeout is `30m1h`; expected a time such as 90s, 10m, 1h30m or 2d, at most 40d")]
    [InlineData("retries: -1", "x.yaml:5:10: retries is `-1`; expected a whole number from 0 to 1000")]
    [InlineData("fail_fast: yes", "x.yaml:5:12: fail_fast is `yes`; expected how many trials in a row, true (one) or false (none stop the sweep)")]
    [InlineData("resources: {gpus: 0}", "x.yaml:5:19: resources is `0`; expected {gpus: [0, 1]}")]
    [InlineData("resources: {gpus: [0, 0]}", "x.yaml:5:23: gpus has 0 twice")]
    [InlineData("resources: {cpus: [0]}", "x.yaml:5:13: unknown key `cpus` of resources; expected one of gpus; did you mean `gpus`?")]
    [InlineData("metrics: [val_loss]", "x.yaml:5:10: metrics is a list; expected a mapping such as {val_loss: minimize, accuracy: {goal: maximize, of: 200}}")]
    [InlineData("metrics: {val_loss: maximize}", "x.yaml:4:33: goal is `minimize`, and `maximize` under metrics; expected one of them")]
    [InlineData("metrics: {a: {summary: mean}}", "x.yaml:5:24: summary is `mean`; expected last, min or max")]
    [InlineData("metrics: {a: {format: percents}}", "x.yaml:5:23: format is `percents`; expected percent or number; did you mean `percent`?")]
    [InlineData("dataset: pitch", "x.yaml:5:1: `dataset` is for networks, and a command stands here: a program finds its own data")]
    [InlineData("gate: gradcheck", "x.yaml:5:1: `gate` is for networks, and a command stands here: only the gradients of built-in networks can be checked")]
    [InlineData("timeot: 1m", "x.yaml:5:1: unknown key `timeot`; expected one of name, description, tags, command, working_directory, metrics, timeout, retries, env, "
        + "fail_fast, resources, method, run_cap, parallelism, search_seed, first, start_from, early_terminate, metric, variants, parameters, zip, only_when, exclude, baseline, replicates; did you mean `timeout`?")]
    [InlineData("variants: [{name: a, 'a b': 1}]",
        "x.yaml:5:22: `a b` of a variant is not supported: a parameter is called by letters, digits, _, - and ., a letter or _ first")]
    [InlineData("variants: [{name: a, seed: 1}]",
        "x.yaml:5:22: `seed` of a variant is not supported: `seed` is what Goalkeeper tells a program itself; `replicates` runs a point with several seeds")]
    [InlineData("variants: [{name: a, a-b: 1, a_b: 1}]", "x.yaml:5:30: `a_b` and `a-b` would both be GOALKEEPER_PARAM_a_b in the program's environment; rename one")]
    [InlineData("variants: [{name: a, LR: 1}]", "x.yaml:5:22: `LR` and `lr` would both be one column of a table; rename one")]
    public void A_mistake_is_named_with_its_place(string more, string message) => Assert.Equal(message, Error(Minimal + more));

    [Theory]
    [InlineData("\"${lr}\"]", "\"${rl}\"]", "x.yaml:2:36: command: `${rl}`: there is no `rl`; did you mean `lr`?; expected one of lr, seed, trial, sweep")]
    [InlineData("\"${lr}\"]", "\"${lr\"]", "x.yaml:2:36: command: `${lr`: `${` without its `}`; `$${` stands for `${` itself")]
    [InlineData("[python3, train.py, --lr, \"${lr}\"]", "[]", "x.yaml:2:10: command is an empty list; expected a program and its arguments, such as [python3, train.py, --lr, \"${lr}\"]")]
    [InlineData("[python3, train.py, --lr, \"${lr}\"]", "python3 train.py ${lr}",
        "x.yaml:2:10: command is one text; expected a list of its words, [python3, train.py, \"${lr}\"], or [sh, -c, \"…\"] where a shell is meant")]
    [InlineData("train.py", "[train.py]", "x.yaml:2:20: a word of command is a list; expected a text (an empty one is \"\")")]
    [InlineData("\"${lr}\"]", "${lr}]",
        "x.yaml:2:37: not YAML: while parsing a flow sequence, did not find expected ',' or ']'; between [ and ], ${…} needs quotes")]
    [InlineData("metric: { name: val_loss, goal: minimize }", "", "x.yaml: metric is missing; expected a line such as `metric: {name: val_loss, goal: minimize}`")]
    [InlineData("{ name: val_loss, goal: minimize }", "val_loss", "x.yaml:4:9: metric has no goal; expected {name: val_loss, goal: minimize}, or maximize")]
    [InlineData("{ lr: [0.001, 0.01] }", "{ lr: 0.1 }", "x.yaml:3:19: lr is `0.1`; expected a list of values, {value: …}, {values: […]} or {min: …, max: …}")]
    [InlineData("{ lr: [0.001, 0.01] }", "{ lr: [0.1, 0.10] }", "x.yaml:3:25: lr has the value 0.1 twice")]
    public void A_mistake_of_the_usual_keys_is_named_with_its_place(string text, string other, string message)
    {
        Assert.Contains(text, Minimal, StringComparison.Ordinal);
        Assert.Equal(message, Error(Minimal.Replace(text, other, StringComparison.Ordinal)));
    }

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        ["x.yaml:3:19: lr is `0.1`; expected a list of values, {value: …}, {values: […]} or {min: …, max: …}", "x.yaml:5:1: `dataset` is for networks, and a command stands here: a program finds its own data", "x.yaml:6:10: timeout is `x`; expected a time such as 90s, 10m, 1h30m or 2d, at most 40d"],
        Assert.Throws<ExperimentException>(() => Parse(Minimal.Replace("[0.001, 0.01]", "0.1", StringComparison.Ordinal) + "dataset: x\ntimeout: x")).Lines);

    [Theory]
    [InlineData("command: [a]", "`dataset` is for networks, and a command stands here: a program finds its own data")]
    [InlineData("timeout: 1m", "x.yaml:5:1: `timeout` is for programs; expected it beside a command, such as `command: [python3, train.py]`")]
    public void Networks_and_programs_do_not_mix(string more, string message) =>
        Assert.Contains(message, Assert.Throws<ExperimentException>(() => Experiments.Parse(more)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_parameter_that_some_points_lack_cannot_be_a_word_of_the_command()
    {
        var text = Minimal.Replace("\"${lr}\"", "\"${lr}\", \"${depth}\"", StringComparison.Ordinal) + "variants: [{name: a}, {name: b, depth: 2}]";
        Assert.Equal(
            "x.yaml:2:45: command needs `depth`, which some points do not have, such as `a`, lr 0.001; expected a value at every point, or a program that "
            + "reads it itself: from $GOALKEEPER_PARAM_depth, or from the file $GOALKEEPER_PARAMS",
            Assert.Throws<ExperimentException>(() => Plan(text)).Message);
        Assert.Equal([false, true], Plan(Minimal + "variants: [{name: a}, {name: b, depth: 2}]\nexclude: lr = 0.01").Trials.Select(t => t.Parameters.ContainsKey("depth")));
    }

    [Theory]
    [InlineData("lr > 0.005", 2)]
    [InlineData("depth = 2", 2)]
    [InlineData("depth is null", 2)]
    [InlineData("variant = 'a' and lr = 0.001", 3)]
    public void Exclude_sees_a_program_s_parameters(string expression, int left) =>
        Assert.Equal(left, Plan($"{Minimal}variants: [{{name: a}}, {{name: b, depth: 2}}]\nexclude: {expression}").Trials.Count);

    [Theory]
    [InlineData("lr=0.5", "0.5")]
    [InlineData("lr=0.5,adam,[1]", "0.5 \"adam\" [1]")]
    public void A_parameter_can_be_set(string option, string values) =>
        Assert.Equal(values, string.Join(' ', Parse(Minimal, option).Parameters.Single().Values.Select(v => v.Value.Json)));

    [Fact]
    public void A_name_of_the_command_alone_can_be_set() =>
        Assert.Equal("3", ExperimentPlan.Expand(Parse(Minimal.Replace("train.py", "\"${n}\"", StringComparison.Ordinal), "n=3")).Trials[0].Parameters["n"]);

    [Theory]
    [InlineData("rl=1", "--set rl=1: unknown key `rl`; expected one of lr, replicates, method, run_cap, parallelism, search_seed, start_from; did you mean `lr`?")]
    [InlineData("seed=1", "--set seed=1: `seed` is not supported: `seed` is what Goalkeeper tells a program itself; `replicates` runs a point with several seeds")]
    [InlineData("λ=1", "--set λ=1: `λ` is not supported: a parameter is called by letters, digits, _, - and ., a letter or _ first")]
    [InlineData("lr={a: 1}", "--set lr={a: 1}: lr is a mapping; expected a number, a word, true or false, or a list of them")]
    public void A_mistake_of_an_option_is_named(string option, string message) =>
        Assert.Equal(message, Assert.Throws<ExperimentException>(() => Parse(Minimal, option)).Message);

    public static TheoryData<string, string> SameMeaning => new()
    {
        { "name: mine", "name: other\ndescription: a sentence" },
        { "[0.001, 0.01]", "[1e-2, 0.0010]" },
        { "metric:", "timeout: 1m\nretries: 3\nenv: {A: b}\nfail_fast: true\nresources: {gpus: [1]}\nmetric:" },
        { "metric:", "metrics: {val_loss: {format: percent, of: 10}, other: maximize}\nmetric:" },
        { "metric:", "replicates: 1\nexclude: lr > 1\nmetric:" },
    };

    public static TheoryData<string, string, string> OtherMeaning => new()
    {
        { "train.py", "test.py", "command: python3 train.py --lr ${lr} → python3 test.py --lr ${lr}" },
        { "0.01]", "0.1]", "parameters.lr: [0.001,0.01] → [0.001,0.1]" },
        { "goal: minimize", "goal: maximize", "metric.goal: minimize → maximize" },
        { "metric:", "replicates: 2\nmetric:", "replicates: 1 → 2|trials: 2 → 4" },
        { "metric:", "metrics: {val_loss: {summary: min}}\nmetric:", "" },
        { "metric:", "working_directory: elsewhere\nmetric:", $"working_directory: {Path.GetFullPath(".")} → {Path.GetFullPath("elsewhere")}" },
    };

    [Theory]
    [MemberData(nameof(SameMeaning))]
    public void How_a_plan_is_written_and_under_which_circumstances_it_runs_do_not_change_its_hash(string text, string other) =>
        Assert.Equal(Plan(Minimal).Hash, Plan(Minimal.Replace(text, other, StringComparison.Ordinal)).Hash);

    [Theory]
    [MemberData(nameof(OtherMeaning))]
    public void A_plan_that_means_something_else_has_another_hash_and_says_the_difference(string text, string other, string lines)
    {
        var (before, after) = (Plan(Minimal), Plan(Minimal.Replace(text, other, StringComparison.Ordinal)));
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal(lines.Split('|', StringSplitOptions.RemoveEmptyEntries), PlanDifference.Describe(before.ToSweepPlan(), after.ToSweepPlan()));
    }

    [Theory]
    [InlineData("last", 3.0)]
    [InlineData("min", 1.0)]
    [InlineData("max", 4.0)]
    public void A_summary_is_the_trial_s_value(string summary, double value)
    {
        var metric = Parse(Minimal + $"metrics: {{a: {{summary: {summary}}}}}").Program.Metrics.Single(m => m.Name == "a");
        Assert.Equal(value, metric.Of([4, double.NaN, 1, 3]));
    }

    [Fact]
    public void A_command_of_networks_answers_a_program_with_a_sentence() =>
        Assert.Equal("x.yaml: its trials run a program; expected an experiment with dataset, network and training", Assert.Throws<UserErrorException>(() => Parse(Minimal).Network).Message);

    private static Experiment Parse(string text, params string[] overrides) => ExperimentFile.Parse(text, "x.yaml", overrides);

    private static ExperimentPlan Plan(string text) => ExperimentPlan.Expand(Parse(text));

    private static string Error(string text) => Assert.Throws<ExperimentException>(() => Plan(text)).Message;
}
