namespace Goalkeeper.Tests.Cli;

public sealed class InitTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("x1,x2,won\n{0},{1},{2}\n", "label: won", "")]
    [InlineData("won,x1,x2\n{2},{0},{1}\n", "label: won", "")]
    [InlineData("a,flag,target\n{0},{2},{2}\n", "label: target", "")]
    [InlineData("a,flag,other\n{0},{2},{2}\n", "label: other", "")]
    [InlineData("id,name,x1,y\n{0},name{0},{1},{2}\n", "label: y", "drop: [id, name]")]
    [InlineData("x 1,\"it's: #\",y\n{0},{1},{2}\n", "label: y", "")]
    [InlineData("x1,y,s\n{0},{2},{3}\n", "label: y", "split: s")]
    [InlineData("x1,x2,y\n{4},{1},{2}\n", "missing: mean", "")]
    [InlineData("x1;empty;y\n{0};;{2}\n", "drop: [empty]", "")]
    public void A_table_s_starter_is_planned_and_run_at_once(string table, string expected, string alsoExpected)
    {
        var lines = table.Split('\n');
        var rows = Enumerable.Range(1, 40).Select(i => string.Format(
            System.Globalization.CultureInfo.InvariantCulture, lines[1], i, i * i % 7, i % 2 == 0 ? "no" : "yes", i % 3 == 0 ? "dev" : "train", i == 9 ? "NA" : i));
        var csv = _session.Write(lines[0] + "\n" + string.Join('\n', rows) + "\n", "data.csv");
        var file = _session.File("mine.yaml");

        _session.Succeed("init", csv, "--out", file);

        var text = File.ReadAllText(file);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains(alsoExpected, text, StringComparison.Ordinal);
        Assert.StartsWith("# yaml-language-server: $schema=experiment.schema.json\n", text, StringComparison.Ordinal);
        Assert.Equal(Goalkeeper.Runner.ExperimentSchema.Utf8, File.ReadAllBytes(_session.File("experiment.schema.json")));
        Assert.Contains("9 trials: 3 lambda × 3 replicates", _session.Succeed("plan", file).Replace('\u00a0', ' '), StringComparison.Ordinal);
        _session.Succeed("run", file, "--set", "iterations=5", "--no-report");
    }

    [Fact]
    public void A_script_s_starter_is_planned_at_once()
    {
        var script = _session.Write("echo", "my train.sh");
        var file = _session.File("mine.yaml");
        _session.Succeed("init", "--program", script, "--out", file);
        Assert.Contains($"command: [sh, \"{script}\"]\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("no option of the program was found", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("name: my-train\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains("6 trials: 3 lr × 2 replicates", _session.Succeed("plan", file).Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_a_script_declares_are_passed_its_seed_too()
    {
        var script = _session.Write(
            """
            parser.add_argument("--data", default="x.csv")
            parser.add_argument("--depth", type=int, default=3)
            parser.add_argument('--learning-rate', type=float, default=1e-2)
            parser.add_argument("--seed", type=int, default=0)
            parser.add_argument("--fast", action="store_true")
            """,
            "train.sh");
        var file = _session.File("mine.yaml");
        _session.Succeed("init", "--program", script, "--out", file);
        var text = File.ReadAllText(file);
        Assert.Contains("\"--learning-rate\", \"${learning_rate}\", \"--depth\", \"${depth}\", \"--seed\", \"${seed}\"]\n", text, StringComparison.Ordinal);
        Assert.Contains("  learning_rate: [0.001, 0.01, 0.1]\n  depth: [3, 6]\n", text, StringComparison.Ordinal);
        Assert.Contains("# It also takes --data, --fast.\n", text, StringComparison.Ordinal);
        Assert.Contains("12 trials: 3 learning_rate × 2 depth × 2 replicates", _session.Succeed("plan", file).Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_is_declared_over_several_lines_is_found_and_a_number_that_is_too_large_is_none()
    {
        var script = _session.Write("p.add_argument(\n  \"--lr\",\n  type=float,\n  default=0.1)\np.add_argument(\"--big\", type=float, default=1e28)\n", "train.sh");
        var file = _session.File("mine.yaml");
        _session.Succeed("init", "--program", script, "--out", file);
        Assert.Contains("  lr: [0.01, 0.1, 1]\n  big: [1, 2]\n", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_is_told_from_the_folder_that_the_experiment_is_in()
    {
        var script = Path.GetRelativePath(".", _session.Write("echo goalkeeper: val_loss=1", "train.sh"));
        Directory.CreateDirectory(_session.File("sub"));
        _session.Succeed("init", "--program", script, "--out", _session.File("sub/mine.yaml"));
        Assert.Contains("command: [sh, \"../train.sh\"]\n", File.ReadAllText(_session.File("sub/mine.yaml")), StringComparison.Ordinal);
        _session.Succeed("run", _session.File("sub/mine.yaml"), "--no-report");
    }

    [Theory]
    [InlineData("sh", "-c", "echo ${a-b} ${seed} ${c}")]
    [InlineData("sh", "--x=${a-b}", "${c}")]
    public void A_command_s_starter_varies_what_it_names(params string[] command)
    {
        var file = _session.File("mine.yaml");
        _session.Succeed(["init", "--out", file, "--", .. command]);
        Assert.Contains("8 trials: 2 a-b × 2 c × 2 replicates", _session.Succeed("plan", file).Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void It_writes_over_nothing()
    {
        var file = _session.Write("mine", "mine.yaml");
        Assert.Contains("is there already, and init writes over nothing", _session.Fail(2, "init", "--out", file, "--", "sh"), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void A_schema_that_is_there_stays()
    {
        var schema = _session.Write("{}", "experiment.schema.json");
        _session.Succeed("init", "--out", _session.File("a.yaml"), "--", "sh");
        Assert.Equal("{}", File.ReadAllText(schema));
    }

    [Theory]
    [InlineData("x1,x2\n1,2\n2,3\n3,5\n", "no column could be the label")]
    [InlineData("y\n0\n1\n", "no column beside `y` could be a feature")]
    [InlineData("", "empty")]
    public void A_table_without_a_label_is_a_sentence_and_nothing_is_written(string table, string message)
    {
        var csv = _session.Write(table, "data.csv");
        Assert.Contains(message, _session.Fail(2, "init", csv, "--out", _session.File("a.yaml")), StringComparison.Ordinal);
        Assert.False(File.Exists(_session.File("a.yaml")));
    }

    [Fact]
    public void What_is_not_there_is_a_sentence()
    {
        Assert.Contains("there is no such file", _session.Fail(2, "init", "--program", _session.File("none.py")), StringComparison.Ordinal);
        Assert.Contains("no folder of PATH has a program `no-such`", _session.Fail(2, "init", "--out", _session.File("a.yaml"), "--", "no-such"), StringComparison.Ordinal);
        Assert.Contains("there is no folder", _session.Fail(2, "init", "--out", _session.File("none/a.yaml"), "--", "sh"), StringComparison.Ordinal);
        Assert.Contains("init is given an empty name", _session.Fail(2, "init", ""), StringComparison.Ordinal);
        Assert.Contains("init needs something to begin with", _session.Fail(2, "init"), StringComparison.Ordinal);
        Assert.Contains("init has no command after --", _session.Fail(2, "init", "--"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_session.Folder));
    }
}
