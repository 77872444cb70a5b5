using System.Text.Json;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Runner;

/// <summary>What a sweep file of W&amp;B means here, key by key, and what is wrong with one.</summary>
public sealed class WandbSweepTests
{
    private const string Start = "program: train.py\nmethod: random\nrun_cap: 5\nmetric: {name: val/loss}\n";

    [Theory]
    [InlineData("parameters: {lr: {values: [1, 2]}}\nprogram: train.py\nmethod: grid\nmetric: {name: loss}")]
    [InlineData("parameters: {lr: {values: [1, 2]}}\ncommand: [python, train.py, \"${args}\"]\nmethod: grid\nmetric: {name: loss}")]
    [InlineData("parameters: {lr: {values: [1, 2]}}\ncommand: [bash, run.sh]\nproject: p\nmethod: grid\nmetric: {name: loss}")]
    public void A_sweep_file_is_known_by_its_keys_and_macros_and_called_as_the_file(string text)
    {
        var experiment = Parse(text);
        Assert.Equal(("sweep", new MetricGoal("loss", "minimize")), (experiment.Name, experiment.Metric!.Value));
    }

    [Theory]
    [InlineData("name: mine\ncommand: [bash, run.sh, \"${args}\"]\nparameters: {args: [1, 2]}\nmetric: {name: loss, goal: minimize}", "bash run.sh 1")]
    [InlineData("name: mine\ncommand: [bash, run.sh, \"${env}\"]\nvariants: [{name: a, env: 1}, {name: b, env: 2}]\nmetric: {name: loss, goal: minimize}", "bash run.sh 1")]
    [InlineData("name: mine\ncommand: [bash, run.sh, \"${lr}\"]\nparameters: {lr: [1, 2]}\nmetric: {name: loss, goal: minimize}", "bash run.sh 1")]
    public void Files_of_our_own_stay_what_they_are(string text, string words)
    {
        var plan = ExperimentPlan.Expand(Parse(text));
        Assert.Equal(words, string.Join(' ', plan.WordsOf(plan.Trials[0])));
        Expect.Has("unknown key `project`", Error($"{text}\nproject: p"));
    }

    [Theory]
    [InlineData("name: My sweep (no. 1)", "My-sweep-no-1", "My sweep (no. 1)")]
    [InlineData("name: plain_1", "plain_1", "")]
    [InlineData("name: a b\ndescription: a sentence", "a-b", "a sentence")]
    [InlineData("name: ''", "", null)]
    [InlineData("name: '!!'", "sweep", "!!")]
    [InlineData("name:", "sweep", "")]
    public void A_name_becomes_one_that_a_folder_can_have(string line, string name, string? description)
    {
        var text = $"{Start}{line}\nparameters: {{p: {{values: [1, 2]}}}}";
        if (description is null) Expect.Has("name is an empty text; expected some letters", Error(text));
        else Assert.Equal((name, description), (Parse(text).Name, Parse(text).Description));
    }

    [Fact]
    public void Project_and_entity_are_tags_and_what_W_and_B_s_servers_read_is_left_out()
    {
        var experiment = Parse($"{Start}project: p\nentity: me\napiVersion: 1\nkind: sweep\ncontroller: {{type: local}}\nparameters: {{p: {{values: [1, 2]}}}}");
        Assert.Equal(new Dictionary<string, string> { ["project"] = "p", ["entity"] = "me" }, experiment.Tags);
    }

    [Fact]
    public void The_same_sweep_in_our_own_words_is_the_same()
    {
        const string parameters = "parameters: {a: {min: 1, max: 9}, b: {values: [x, y]}, c: {distribution: normal}}\n";
        var ours = Parse("name: sweep\ncommand: [/usr/bin/env, \"${wandb:interpreter}\", train.py, \"${wandb:args}\"]\nmetric: {name: val/loss, goal: minimize}\nmethod: random\nrun_cap: 5\n" + parameters);
        Assert.Equal(ExperimentPlan.Expand(ours).Hash, ExperimentPlan.Expand(Parse(Start + parameters)).Hash);
    }

    [Theory]
    [InlineData("{min: !!float 1, max: 10}", "{\"distribution\":\"uniform\",\"min\":1,\"max\":10}")]
    [InlineData("{min: !!float 1e-5, max: 1}", "{\"distribution\":\"uniform\",\"min\":1E-05,\"max\":1}")]
    [InlineData("{min: 1, max: 10}", "{\"distribution\":\"int_uniform\",\"min\":1,\"max\":10}")]
    [InlineData("{value: 3}", "[3]")]
    [InlineData("{value: [3, 4]}", "[[3,4]]")]
    [InlineData("{value: 3, distribution: constant}", "[3]")]
    [InlineData("{value: null}", "[null]")]
    [InlineData("{values: [yes, 'yes', Off, true]}", "[true,\"yes\",false]", "p has the value \"true\" twice")]
    [InlineData("{values: [yes, 'yes', Off]}", "[true,\"yes\",false]")]
    [InlineData("{values: [!!str 1, !!float 2]}", "[\"1\",2.0]")]
    [InlineData("{values: [\"[1, 2]\", '[]', [a]]}", "[[1,2],[],[\"a\"]]")]
    [InlineData("{values: [a, b], probabilities: [0.9, 0.1], distribution: categorical_w_probabilities}", "{\"values\":[\"a\",\"b\"],\"probabilities\":[0.9,0.1]}")]
    [InlineData("{distribution: q_log_normal}", "{\"distribution\":\"q_log_normal\",\"mu\":0,\"sigma\":1,\"q\":1}")]
    [InlineData("{values: [010, 8]}", null, "`010` is no decimal number to W&B, which reads YAML 1.1; expected one, or '010' where a text is meant")]
    [InlineData("{values: [08]}", null, "`08` is no decimal number to W&B")]
    [InlineData("{values: [12:30:00]}", null, "`12:30:00` is no decimal number to W&B")]
    [InlineData("{values: [0, 0.5, 2026-01-31, '010', -.Inf, .nan]}", "[0,0.5,\"2026-01-31\",\"010\",\"-inf\",\"nan\"]")]
    [InlineData("{values: [1_000]}", null, "`1_000` is no decimal number to W&B")]
    [InlineData("{values: [{a: 1}]}", null, "p is a mapping; expected a number, a word, true or false, or a list of them")]
    [InlineData("{values: [[[1, 2], [3]]]}", null, "an item of p is a list; expected a number, a word, true or false, or a list of them")]
    [InlineData("{values: [\"[1, 2\"]}", null, "p is the text `[1, 2`; expected a list, or a text that does not begin as one")]
    [InlineData("{min: 1}", null, "p has no max; uniform goes from `min` to `max`")]
    [InlineData("{min: 1, max: 2, distribution: unifrm}", null, "distribution of p is `unifrm`; expected int_uniform, uniform")]
    [InlineData("{min: 1, max: 10, q: 2}", null, "p: int_uniform has no `q`; expected min, max")]
    [InlineData("7", null, "p is `7`; expected a list of values")]
    [InlineData("{parameters: {a: {value: 1}}, value: 2}", null, "p has parameters and `value`; expected one of them")]
    [InlineData("{parameters: 3}", null, "parameters of p is `3`; expected a mapping of parameters")]
    public void A_parameter_is_what_it_is_to_W_and_B(string written, string? json, string? message = null)
    {
        var text = $"{Start}parameters: {{p: {written}}}";
        if (message is null) Assert.Equal(json, Assert.Single(Parse(text).Parameters).ToJson());
        else Expect.Has(message, Error(text));
    }

    [Theory]
    [InlineData("{min: 2, max: 5}", "[2,3,4,5]")]
    [InlineData("{distribution: int_uniform, min: -1, max: 1}", "[-1,0,1]")]
    [InlineData("{distribution: q_uniform, min: 0, max: 0.5, q: 0.1}", "[0.0,0.1,0.2,0.3,0.4]")]
    [InlineData("{distribution: q_uniform, min: 1, max: 8, q: 3}", "[1,4,7]")]
    [InlineData("{distribution: q_uniform, min: 1, max: 3}", "[1,2]")]
    [InlineData("{min: 0.0, max: 1.0}", null, "p has a range, and a grid needs values")]
    [InlineData("{distribution: normal}", null, "p has a range, and a grid needs values")]
    [InlineData("{min: 0, max: 1000000}", null, "p has 1E+06 values; a grid has at most 100000 of one parameter")]
    public void A_grid_has_ranges_value_by_value(string written, string? json, string? message = null)
    {
        var text = $"{Start.Replace("random\nrun_cap: 5", "grid", StringComparison.Ordinal)}parameters: {{p: {written}}}";
        if (message is null) Assert.Equal(json, Assert.Single(Parse(text).Parameters).ToJson());
        else Expect.Has(message, Error(text));
    }

    // What sweeps.params.HyperParameter.ppf of W&B comes to at u, by the formulas of its documentation.
    [Theory]
    [InlineData("{min: 1, max: 10}", 0.05, 1)]
    [InlineData("{min: 1, max: 10}", 0.55, 6)]
    [InlineData("{min: 1, max: 10}", 0.999, 10)]
    [InlineData("{min: 2.0, max: 10}", 0.25, 4)]
    [InlineData("{distribution: q_uniform, min: 1, max: 10, q: 3}", 0.01, 0)] // below min: rounding comes last
    [InlineData("{distribution: q_uniform, min: 1, max: 10, q: 3}", 0.5, 6)]
    [InlineData("{distribution: q_uniform, min: 0, max: 1, q: 0.1}", 0.28, 0.3)]
    [InlineData("{distribution: log_uniform, min: -4, max: 2}", 0.5, 0.36787944117144233)]
    [InlineData("{distribution: log_uniform_values, min: 0.001, max: 10}", 0.25, 0.01)]
    [InlineData("{distribution: inv_log_uniform, min: 1, max: 3}", 0.25, 0.0820849986238988)] // e^-2.5
    [InlineData("{distribution: inv_log_uniform_values, min: 0.001, max: 10}", 0.25, 0.01)]
    [InlineData("{distribution: q_log_uniform, min: 0, max: 4, q: 2}", 0.5, 8)] // e^2 is 7.39
    [InlineData("{distribution: q_log_uniform_values, min: 8, max: 64, q: 8}", 0.5, 24)] // 22.6
    [InlineData("{distribution: normal, mu: 5, sigma: 2}", 0.975, 8.919927969080108)]
    [InlineData("{distribution: normal}", 0.5, 0)]
    [InlineData("{distribution: q_normal, mu: 5, sigma: 2}", 0.975, 9)]
    [InlineData("{distribution: log_normal, sigma: 0.5}", 0.975, 2.664516)] // e^0.97998
    [InlineData("{distribution: q_log_normal, sigma: 0.5, q: 0.5}", 0.975, 2.5)]
    [InlineData("{distribution: beta, b: 9}", 0.5, 0.0741253)] // 1 - 0.5^(1/9)
    [InlineData("{distribution: beta}", 0.3, 0.3)]
    [InlineData("{distribution: q_beta, a: 2, q: 0.1}", 0.5, 0.7)] // √0.5 is 0.707
    public void A_distribution_has_the_values_of_W_and_B_s(string written, double u, double expected)
    {
        var value = Assert.Single(Parse($"{Start}parameters: {{p: {written}}}").Parameters).Distribution!.Domain.Value(u);
        Assert.Equal(expected, value, 1e-4 * Math.Max(1, Math.Abs(expected)));
    }

    [Fact]
    public void Probabilities_and_lists_are_drawn_as_W_and_B_does()
    {
        var domain = SearchFactor.Of(["p"], [Assert.Single(Parse($"{Start}parameters: {{p: {{values: [a, b, c], probabilities: [0.5, 0.3, 0.2]}}}}").Parameters).ToJson()]).Domain;
        Assert.Equal([0, 0, 1, 1, 2, 2], ((double[])[0.1, 0.49, 0.51, 0.79, 0.81, 0.99]).Select(domain.Value));
    }

    [Fact]
    public void Nested_parameters_have_dotted_names_and_are_told_together()
    {
        var plan = ExperimentPlan.Expand(Parse(Start + """
            parameters:
              a.b: {value: 1}
              opt:
                parameters:
                  name: {value: "it's"}
                  deep.er: {parameters: {x: {value: [1, true, z]}}}
              fixed: {value: {k: 2, l: {m: null}}}
            """));
        Assert.Equal(["a.b", "opt.name", "opt.deep.er.x", "fixed.k", "fixed.l.m"], plan.Experiment.Parameters.Select(p => p.Name));
        Assert.Equal(["opt", "opt.deep.er", "fixed", "fixed.l"], plan.ToSweepPlan().Program!.Groups);
        Assert.Equal(plan.ToSweepPlan().Program!.Groups, SweepPlan.Parse(plan.ToJson()).Program!.Groups);
        Assert.Equal(
            ["--a.b=1", "--fixed={'k': 2, 'l': {'m': None}}", """--opt={'deep.er': {'x': [1, True, 'z']}, 'name': "it's"}"""],
            plan.WordsOf(plan.Trials[0]).Skip(3));
    }

    [Theory]
    [InlineData("a.b: {value: 1}, a: {parameters: {c: {value: 1}}}", "`a.b` would be one of the parameters in `a`; rename one")]
    [InlineData("a: {parameters: {b: {value: 1}}}, a.b: {value: 1}", "`a.b` would be one of the parameters in `a`; rename one")]
    [InlineData("a: {parameters: {b: {value: 1}}}, a_b: {value: 1}", "`a_b` and `a.b` would both be GOALKEEPER_PARAM_a_b")]
    [InlineData("a: {parameters: {}}, b: {values: [1, 2]}", null)]
    [InlineData("trial: {value: 1}", "`trial` is what Goalkeeper tells a program itself")]
    [InlineData("λ: {value: 1}", "sweep.yaml:5:14: `λ` under parameters is not supported: a parameter is called by letters, digits, _, - and ., a letter or _ first")]
    [InlineData("a b: {value: 1}", "a parameter is called by letters, digits, _, - and ., a letter or _ first")]
    public void Names_that_cannot_be_told_apart_are_said(string parameters, string? message)
    {
        if (message is null) Assert.Single(Parse($"{Start}parameters: {{{parameters}}}").Parameters);
        else Expect.Has(message, Error($"{Start}parameters: {{{parameters}}}"));
    }

    [Fact]
    public void A_parameter_seed_is_the_trial_s_seed()
    {
        var plan = ExperimentPlan.Expand(Parse(Start.Replace("random\nrun_cap: 5", "grid", StringComparison.Ordinal) + "parameters: {seed: {values: [7, 9]}, x: {values: [a, b]}}"));
        Assert.Equal([7, 7, 9, 9], plan.Trials.Select(t => t.Seed));
        Assert.Equal("--seed=9 --x=b", string.Join(' ', plan.WordsOf(plan.Trials[3]).Skip(3)));
        Expect.Has("seed is `x`; expected a whole number from 0 to 9007199254740992", Error($"{Start}parameters: {{seed: {{values: [x]}}}}"));
        Expect.Has("seed would come to be", Error($"{Start}parameters: {{seed: {{min: 0.5, max: 3}}}}"));
        Expect.Has("replicates vary the seed", Error($"{Start}replicates: 2\nparameters: {{seed: {{values: [1]}}}}"));
        Assert.Equal(["4"], Parse($"{Start}parameters: {{seed: {{values: [1]}}}}", "seed=4").Parameters[0].Values.Select(v => v.Value.Json));
    }

    [Theory]
    [InlineData("${args}", "--flag=True --list=[1, 'a'] --lr=1e-3 --none=None --off=False --word=two words")]
    [InlineData("${args_no_hyphens}", "flag=True list=[1, 'a'] lr=1e-3 none=None off=False word=two words")]
    [InlineData("${args_no_equals}", "--flag True --list [1, 'a'] --lr 1e-3 --none None --off False --word two words")]
    [InlineData("${args_no_boolean_flags}", "--flag --list=[1, 'a'] --lr=1e-3 --none=None --word=two words")]
    [InlineData("${args_append_hydra}", "+flag=True +list=[1, 'a'] +lr=1e-3 +none=None +off=False +word=two words")]
    [InlineData("${args_override_hydra}", "++flag=True ++list=[1, 'a'] ++lr=1e-3 ++none=None ++off=False ++word=two words")]
    [InlineData("${args_json}", """{"flag":true,"list":[1,"a"],"lr":1e-3,"none":null,"off":false,"word":"two words"}""")]
    [InlineData("${args_json_file}", "$GOALKEEPER_TRIAL_DIR/parameters.json")]
    [InlineData("${env}", "/usr/bin/env")]
    [InlineData("${program}", "train.py")]
    [InlineData("${interpreter}", "python")]
    [InlineData("${now:%Y}", "${now:%Y}")]
    [InlineData("dir=${hydra:job.num}/${oc.env:HOME}/${lr}", "dir=${hydra:job.num}/${oc.env:HOME}/${lr}")]
    [InlineData("$${x} ${ $", "$${x} ${ $")]
    [InlineData("--out=${envvar:HOME}/x", "--out=${envvar:HOME}/x")]
    [InlineData("${envvar:}", "${envvar:}")]
    [InlineData("x${args}", "x${args}")]
    [InlineData("30", "30")]
    public void A_macro_is_what_it_is_to_W_and_B(string word, string expected)
    {
        var plan = ExperimentPlan.Expand(Parse($"{Start}command: [run, '{word}']\n" + "parameters: {lr: {values: [1e-3]}, flag: {value: True}, off: {value: no}, none: {value: ~}, word: {value: two words}, list: {value: [1, a]}}"));
        Assert.Equal(expected, string.Join(' ', plan.WordsOf(plan.Trials[0]).Skip(1).Select(w => w == "python3" ? "python" : w)).Replace('\\', '/'));
    }

    [Theory]
    [InlineData("\"a b\"", "a b")]
    [InlineData("[\"it's\", \"a'\\\"b\", \"\\\\\\n\\u0001λ\"]", """["it's", 'a\'"b', '\\\n\x01λ']""")]
    [InlineData("{\"a\":{\"b\":[true,null,1.50,-2e-3]}}", "{'a': {'b': [True, None, 1.50, -2e-3]}}")]
    [InlineData("[]", "[]")]
    public void A_value_is_written_as_Python_does(string json, string expected) => Assert.Equal(expected, PythonText.Of(JsonElement.Parse(json)));

    [Theory]
    [InlineData("", "/usr/bin/env ${wandb:interpreter} train.py ${wandb:args}")]
    [InlineData("command: []", "/usr/bin/env ${wandb:interpreter} train.py ${wandb:args}")]
    [InlineData("command:", "/usr/bin/env ${wandb:interpreter} train.py ${wandb:args}")]
    [InlineData("command: [python, -m, pkg, '${args}']", "${wandb:interpreter} -m pkg ${wandb:args}")]
    [InlineData("command: ['${env}', python, python]", "/usr/bin/env ${wandb:interpreter} python")]
    public void The_usual_command_is_W_and_B_s(string line, string words) =>
        Assert.Equal(words, string.Join(' ', Parse($"{Start}{line}\nparameters: {{p: {{values: [1, 2]}}}}").Program.Command.Select(w => w.Value)));

    [Fact]
    public void The_value_of_an_environment_variable_is_told_to_the_program_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "programs run on Linux and macOS");
        var folder = Directory.CreateTempSubdirectory("goalkeeper-wandb-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "s3cret"), "x");
            var experiment = Parse($"{Start}command: [bash, '${{envvar:GOALKEEPER_TEST_SECRET}}', 'x=${{envvar:GOALKEEPER_TEST_SECRET}}']\nenv: {{GOALKEEPER_TEST_SECRET: s3cret}}\nparameters: {{p: {{values: [1, 2]}}}}");
            var plan = ExperimentPlan.Expand(experiment);
            Assert.DoesNotContain("s3cret", plan.ToJson() + experiment.Text + string.Join(' ', plan.WordsOf(plan.Trials[0])), StringComparison.Ordinal);
            var command = ProgramCommand.Of(plan.ToSweepPlan().Program!, experiment.Program.Environment) with { Folder = folder.FullName };
            command.Check(["p"]);
            var start = command.Of(new ProgramTrial("s", 1, 1, new Dictionary<string, JsonElement> { ["p"] = JsonElement.Parse("1") }, new TrialFolder(folder.FullName)));
            Assert.Equal(["s3cret", "x=s3cret"], start.Arguments);
            Assert.DoesNotContain(new CommandFiles().Of(start), file => file.Path.Contains("s3cret", StringComparison.Ordinal));
            Expect.Has("there is no environment variable `GOALKEEPER_TEST_SECRET`", Assert.Throws<UserErrorException>(() => (command with { Environment = new Dictionary<string, string>() }).Check(["p"])).Message);
            var program = command with { Words = ["${envvar:GOALKEEPER_TEST_SECRET}"], Environment = new Dictionary<string, string> { ["GOALKEEPER_TEST_SECRET"] = "./s3cret-x" } };
            var error = Assert.Throws<UserErrorException>(() => program.Of(new ProgramTrial("s", 1, 1, new Dictionary<string, JsonElement>(), new TrialFolder(folder.FullName))));
            Assert.Equal("command: what `${envvar:GOALKEEPER_TEST_SECRET}` stands for is no program that can be run", error.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("python", "python")]
    [InlineData("python3", "python3")]
    [InlineData("python python3", "python")]
    [InlineData("", null)]
    public void The_interpreter_is_python3_where_there_is_no_python(string there, string? expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "programs run on Linux and macOS");
        var folder = Directory.CreateTempSubdirectory("goalkeeper-wandb-");
        try
        {
            foreach (var name in there.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                File.WriteAllText(Path.Combine(folder.FullName, name), "#!/bin/sh\n");
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder.FullName, name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
            var command = new ProgramCommand(["${wandb:interpreter}", "train.py"], folder.FullName) { Environment = new Dictionary<string, string> { ["PATH"] = folder.FullName } };
            if (expected is null)
            {
                Expect.Has("no folder of PATH has a program `python` or `python3`", Assert.Throws<UserErrorException>(() => command.Check([])).Message);
            }
            else
            {
                command.Check([]);
                Assert.Equal(Path.Combine(folder.FullName, expected), command.Of(new ProgramTrial("s", 1, 1, new Dictionary<string, JsonElement>(), new TrialFolder(folder.FullName))).File);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("job: me/p/job:v1", "`job`: a job of W&B Launch is not run here; expected `program`")]
    [InlineData("image_uri: x/y:1", "`image_uri`: an image of W&B Launch is not run here; expected a command that runs it")]
    [InlineData("scheduler: {engine: optuna}", "`scheduler`: points are proposed by Goalkeeper itself; expected no scheduler, and a method: grid, random or bayes")]
    [InlineData("method: custom", "method `custom`: points are proposed by Goalkeeper itself")]
    [InlineData("metrics: [{name: a}, {name: b}]", "`metrics`: one metric decides; expected `metric: {name: …, goal: …}`")]
    [InlineData("metric: {name: a, impute_while_running: mean}", "impute_while_running is `mean`; expected latest, best, worst or false")]
    [InlineData("metric: {name: a, goal: min}", "goal is `min`; expected maximize or minimize")]
    [InlineData("metric: {goal: minimize}", "metric has no name")]
    [InlineData("command: python train.py ${args}", "command is one text; expected a list of its words")]
    [InlineData("command: [run, [x]]", "a word of command is a list; expected a text")]
    [InlineData("parameters: [a]", "parameters is a list; expected a mapping")]
    [InlineData("program: [a]", "program is a list; expected a text")]
    [InlineData("settings: {a: 1}", "unknown key `settings`")]
    [InlineData("project: \"a\\tb\"", "a tag has a line break or tab; expected one line")]
    public void What_cannot_be_run_is_refused_by_name_with_what_to_do(string line, string message)
    {
        var key = line[..line.IndexOf(':', StringComparison.Ordinal)];
        var lines = $"{Start}parameters: {{p: {{values: [1, 2]}}}}\n".Split('\n').Where(l => !l.StartsWith($"{key}:", StringComparison.Ordinal));
        Expect.Has(message, Error($"{string.Join('\n', lines)}{line}"));
    }

    [Theory]
    [InlineData("method: random\nrun_cap: 3\nmetric: {name: a}\nparameters: {p: {min: 0, max: 1}}", "program is missing; expected the script that a trial runs")]
    [InlineData("project: x\ncommand: [run, '${program}']\nmethod: grid\nmetric: {name: a}\nparameters: {p: {value: 0}}", "command has `${program}`, and there is no `program`")]
    [InlineData("program: a.py\nmethod: random\nmetric: {name: a}\nparameters: {p: {min: 0, max: 1}}", "random goes on for ever; expected run_cap, the number of points to try, such as `run_cap: 50` or --set run_cap=50")]
    [InlineData("program: a.py\nmethod: grid\nparameters: {p: {value: 1}}", "metric is missing")]
    public void What_is_missing_is_said(string text, string message) => Expect.Has(message, Error(text));

    [Theory]
    [InlineData("{type: hyperband, min_iter: 3}", "{\"type\":\"hyperband\",\"min_iter\":3,\"eta\":3,\"strict\":true}")]
    [InlineData("{type: hyperband, min_iter: 3, s: 2, strict: false}", "{\"type\":\"hyperband\",\"min_iter\":3,\"eta\":3,\"strict\":false}")]
    [InlineData("{type: hyperband, min_iter: 3, strict: off}", "{\"type\":\"hyperband\",\"min_iter\":3,\"eta\":3,\"strict\":false}")]
    [InlineData("{type: hyperband, min_iter: 3, strict: yes}", "{\"type\":\"hyperband\",\"min_iter\":3,\"eta\":3,\"strict\":true}")]
    [InlineData("{type: hyperband, min_iter: 3, max_iter: 27}", "{\"type\":\"hyperband\",\"min_iter\":3,\"eta\":3,\"strict\":true}")]
    [InlineData("{type: hyperband, min_iter: 3, max_iter: 27, s: 2, eta: 2}", "{\"type\":\"hyperband\",\"max_iter\":27,\"s\":2,\"eta\":2,\"strict\":true}")]
    public void Early_terminate_has_W_and_B_s_defaults_and_precedence(string rule, string expected) =>
        Assert.Equal(expected, Parse($"{Start}early_terminate: {rule}\nparameters: {{p: {{min: 0.0, max: 1}}}}").Search!.EarlyTerminate);

    [Fact]
    public void A_grid_ends_after_run_cap_points()
    {
        var plan = ExperimentPlan.Expand(Parse($"{Start.Replace("random", "grid", StringComparison.Ordinal)}parameters: {{a: {{values: [1, 2, 3]}}, b: {{min: 1, max: 3}}}}"));
        Assert.Equal(["1 1", "1 2", "1 3", "2 1", "2 2"], plan.Trials.Select(t => $"{t.Parameters["a"]} {t.Parameters["b"]}"));
    }

    [Fact]
    public void An_option_says_how_many_points_a_search_has()
    {
        var text = Start.Replace("run_cap: 5\n", "", StringComparison.Ordinal) + "parameters: {p: {min: 0.0, max: 1}}";
        Assert.Equal(7, ExperimentPlan.Expand(Parse(text, "run_cap=7")).Trials.Count);
        Assert.Equal(8, ExperimentPlan.Expand(Parse(Start + "parameters: {p: {min: 0.0, max: 1}}", "run_cap=8")).Trials.Count);
        Expect.Has("--set run_cap=0: run_cap is `0`; expected a whole number", Assert.Throws<ExperimentException>(() => Parse(text, "run_cap=0")).Message);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("latest", true)]
    public void Imputation_of_points_under_way_is_Goalkeeper_s_and_said_where_it_is_asked_for(string word, bool isSaid) => Assert.Equal(
        isSaid,
        Parse($"{Start.Replace("{name: val/loss}", $"{{name: loss, impute_while_running: {word}}}", StringComparison.Ordinal)}parameters: {{p: {{values: [1, 2]}}}}").Remarks
            .Any(r => r.StartsWith("impute_while_running: latest has no effect", StringComparison.Ordinal)));

    [Fact]
    public void A_likely_slip_is_said()
    {
        var experiment = Parse($"{Start}command: [bash, -c, 'python ${{program}} ${{args}}']\nparameters: {{lr: {{distribution: log_uniform, min: 1e-5, max: 0.1}}, ok: {{distribution: log_uniform, min: -9, max: 0}}}}");
        Assert.Equal(
            [
                $"there is no program train.py: neither beside the file, in {Directory.GetCurrentDirectory()}, nor in the current folder",
                "command: `${program}` in `python ${program} ${args}` is no word of its own, and is passed on as it stands, as by W&B",
                "lr: the bounds of log_uniform are exponents of e, so that it goes from 1 to 1.105; log_uniform_values goes from 1E-05 to 0.1",
            ],
            experiment.Remarks);
    }

    private static Experiment Parse(string text, params string[] overrides) => ExperimentFile.Parse(text, "sweep.yaml", overrides);

    private static string Error(string text) => Assert.Throws<ExperimentException>(() => ExperimentPlan.Expand(Parse(text))).Message;
}
