using Goalkeeper.Cli.Context;

namespace Goalkeeper.Tests.Cli;

/// <summary>Sweep files of W&amp;B on the command line, from plan to report.</summary>
public sealed class WandbTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_sweep_file_is_run_with_a_Python_script_that_prints_what_it_logged()
    {
        Assert.SkipUnless(Has("python3"), "needs python3");
        _session.Write(
            """
            import argparse, json
            parser = argparse.ArgumentParser()
            parser.add_argument("--lr", type=float)
            parser.add_argument("--seed", type=int)
            parser.add_argument("--net")
            args = parser.parse_args()
            for step in range(1, 4):
                print(json.dumps({"step": step, "val/loss": (args.lr - 0.03) ** 2 + args.seed / step}), flush=True)
            """,
            "train.py");
        var file = _session.Write(
            """
            program: train.py
            name: With Python!
            project: demo
            method: random
            metric: {name: val/loss}
            parameters:
              lr: {distribution: log_uniform_values, min: !!float 1e-3, max: 0.1}
              seed: {values: [1, 2]}
              net: {parameters: {kind: {value: mlp}, width: {values: [8, 16]}}}
            """,
            "sweep.yaml");
        Expect.Has("random goes on for ever; expected run_cap", _session.Fail(ExitCode.UserError, "plan", file));
        Expect.Has(" train.py --lr=", _session.Succeed("plan", file, "--set", "run_cap=6"));
        var report = _session.Succeed("run", file, "--set", "run_cap=6", "--workers", "2");
        Expect.Has("Chosen by val/loss (lowest)", report);
        Expect.Has("tags         project=demo", _session.Succeed("show", "With-Python"));
        Expect.Has("val/loss", _session.Succeed("trials", "With-Python"));
        Assert.Equal(["6|18"], _session.Query("SELECT count(DISTINCT trial), count(*) FROM trial_trace WHERE metric = 'val/loss'"));
        Assert.Equal(["1", "2"], _session.Query("SELECT DISTINCT seed FROM trial ORDER BY 1"));
        Expect.Has("6 points proposed the same", _session.Succeed("verify", "With-Python"));
        Expect.Has("all have ended", _session.Run("run", file, "--set", "run_cap=6", "--no-report").Error);
    }

    [Fact]
    public void A_metric_whose_name_has_a_slash_works_in_lines_SQL_tables_and_files()
    {
        var file = Script("""echo "goalkeeper: val/loss=$2 step=1"; echo "{\"val/loss\": $2, \"train/loss\": 2, \"step\": 2}" >> "$GOALKEEPER_METRICS" """, "{name: val/loss, goal: maximize}");
        var folder = _session.File("out");
        Expect.Has("Chosen by val/loss (highest): x = 3.", _session.Succeed("run", file, "--out", folder));
        Expect.Has("3 finished", _session.Succeed("list"));
        Assert.DoesNotContain("1  finished", _session.Succeed("trials", "sweep", "--where", "\"val/loss\" > 1.5", "--order-by", "\"val/loss\" desc"), StringComparison.Ordinal);
        Assert.StartsWith("number,", _session.Succeed("trials", "sweep", "--format", "csv"), StringComparison.Ordinal);
        Assert.Equal(["1|1", "2|2", "3|3"], _session.Query("SELECT trial, value FROM trial_metric WHERE metric = 'val/loss' ORDER BY 1"));
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.Contains("metric-1.svg", files);
        Assert.DoesNotContain(files, f => f!.Contains("loss", StringComparison.Ordinal));
        Expect.Has("val/loss", File.ReadAllText(Directory.GetFiles(folder, "trials.csv", SearchOption.AllDirectories).Single()));
        Expect.Has("val/loss", File.ReadAllText(Directory.GetFiles(folder, "report.md", SearchOption.AllDirectories).Single()));
    }

    [Fact]
    public void A_macro_reaches_the_program_and_the_parameters_file_has_groups_as_objects()
    {
        var file = Script(
            """printf '%s\n' "$@"; cat "$2"; echo; printf '%s\n' "$GOALKEEPER_PARAM_opt_lr" "$GOALKEEPER_SEED"; echo goalkeeper: loss=1""",
            "{name: loss}",
            "[bash, train.sh, '${args_json}', '${args_json_file}', 'dir=${now:%Y}/${oc.env:HOME}', '${args}']",
            "{opt: {parameters: {lr: {value: 1e-3}, nesterov: {value: no}}}, none: {value: null}, seed: {value: 5}}");
        _session.Succeed("run", file, "--no-report");
        var log = _session.Succeed("logs", "sweep/1");
        var parameters = Directory.GetFiles(_session.Store + ".files", "parameters.json", SearchOption.AllDirectories).Single();
        Assert.Equal(
            $$"""
            {"none":null,"opt":{"lr":1e-3,"nesterov":false},"seed":5}
            {{parameters}}
            dir=${now:%Y}/${oc.env:HOME}
            --none=None
            --opt={'lr': 1e-3, 'nesterov': False}
            --seed=5
            {
              "none": null,
              "opt": {"lr":1e-3,"nesterov":false},
              "seed": 5
            }
            1e-3
            5
            goalkeeper: loss=1

            """,
            log);
    }

    [Fact]
    public void The_value_of_an_environment_variable_is_in_no_store_message_or_report()
    {
        var file = Script("echo goalkeeper: loss=1; [ \"$2\" = --key=s3cret ] && [ -e \"$3\" ]", "{name: loss}", "[bash, train.sh, first, '--key=${envvar:GOALKEEPER_TEST_KEY}', './${envvar:GOALKEEPER_TEST_KEY}', '${args}']");
        Expect.Has("there is no environment variable `GOALKEEPER_TEST_KEY`, which `${envvar:GOALKEEPER_TEST_KEY}` stands for", _session.Fail(ExitCode.UserError, "plan", file));
        _session.Write("secret file", "s3cret");
        File.AppendAllText(file, "\nenv: {GOALKEEPER_TEST_KEY: s3cret}\n");
        var printed = _session.Succeed("plan", file) + _session.Succeed("run", file, "--out", _session.File("out")) + _session.Succeed("show", "sweep") + _session.Succeed("show", "sweep/1");
        Assert.DoesNotContain("s3cret", printed, StringComparison.Ordinal);
        foreach (var each in Directory.GetFiles(_session.Folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) is not ("s3cret" or "sweep.yaml" or "train.sh")))
            Assert.DoesNotContain("s3cret", File.ReadAllText(each), StringComparison.Ordinal);
        Assert.Equal(["finished|3"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
    }

    [Theory]
    [InlineData("DEV F1", "`goalkeeper: {\"DEV F1\": 0.31}`")]
    [InlineData("dev/f1", "`goalkeeper: dev/f1=0.31`")]
    public void A_metric_that_is_not_reported_is_told_with_a_line_that_would(string name, string line)
    {
        Assert.Equal(ExitCode.Failure, _session.Run("run", Script("true", $"{{name: {name}}}"), "--no-report").ExitCode);
        Expect.Has($"A line such as {line} reports it", _session.Succeed("show", "sweep/1").ReplaceLineEndings(" "));
        _session.Write($"echo 'goalkeeper: {{\"{name}\": 1}}'", "train.sh");
        _session.Succeed("retry", "sweep", "--go-on", "--no-report");
    }

    [Fact]
    public void A_likely_slip_is_a_warning()
    {
        var file = Script("echo goalkeeper: loss=1", "{name: loss}\nrun_cap: 2", "[bash, train.sh, '${args}']", "{x: {distribution: log_uniform, min: 0.00001, max: 0.1}}", "random");
        Expect.Has("warning: x: the bounds of log_uniform are exponents of e, so that it goes from 1 to 1.105", _session.Run("plan", file).Error.ReplaceLineEndings(" "));
    }

    private string Script(
        string text, string metric, string command = "[bash, train.sh, \"${args_no_equals}\"]", string parameters = "{x: {values: [1, 2, 3]}}", string method = "grid")
    {
        Assert.SkipUnless(Has("bash"), "needs bash");
        _session.Write(text, "train.sh");
        return _session.Write($"project: p\nmethod: {method}\nmetric: {metric}\ncommand: {command}\nparameters: {parameters}\n", "sweep.yaml");
    }

    private static bool Has(string program) => File.Exists($"/usr/bin/{program}") || File.Exists($"/bin/{program}");
}
