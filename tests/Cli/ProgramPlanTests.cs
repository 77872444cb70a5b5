namespace Goalkeeper.Tests.Cli;

public sealed class ProgramPlanTests : IDisposable
{
    private const string Text = """
        name: mine
        command: [sh, -c, "echo ${lr} $1", --, "${word}"]
        parameters: { lr: [0.001, 0.01], word: ["it's one"] }
        replicates: 2
        metric: { name: val_loss, goal: minimize }

        """;

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("import wandb\nwandb.log({'loss': 1})\n", true)]
    [InlineData("import wandb\nwandb.log({'loss': 1})\nprint('goalkeeper: loss=1')\n", false)]
    [InlineData("print('goalkeeper: loss=1')\n", false)]
    public void A_script_that_tells_only_W_and_B_what_it_measures_is_told_before_it_is_run(string script, bool isTold)
    {
        _session.Write(script, "train.py");
        var file = _session.Write("name: s\ncommand: [sh, train.py]\nparameters: { x: [1] }\nmetric: { name: loss, goal: minimize }\n", "s.yaml");
        var told = _session.Run("plan", file).Error.ReplaceLineEndings(" ");
        Assert.Equal(isTold, told.Contains("warning: train.py tells W&B what it measures (wandb.log); Goalkeeper reads a printed line, such as `goalkeeper: loss=0.31`", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_shows_a_program_s_trials_and_the_first_command_as_a_shell_would_have_it() => Assert.Equal(
        $"""
        number     lr  seed
             1  0.001     1
             2  0.001     2
             3   0.01     1
             4   0.01     2
        The same in all: word it's one
        4 trials: 2 lr × 1 word × 2 replicates
        Trial 1 runs: sh -c 'echo 0.001 $1' -- 'it'\''s one'
        in {_session.Folder}

        """,
        string.Concat(_session.Succeed("plan", _session.Write(Text)).Replace('\u00a0', ' ').Split('\n').Select(line => line.TrimEnd() + "\n"))[..^1]);

    [Theory]
    [InlineData("[sh,", "[no-such-program,", "command: no folder of PATH has a program `no-such-program`")]
    [InlineData("[sh,", "[./no-such-program,", "command: there is no program ")]
    [InlineData("name: mine", "name: mine\nworking_directory: nowhere", "working_directory: there is no folder ")]
    [InlineData("name: mine", "name: mine\nenv: { A: secret, '': b }", "env: `` can be no variable's name")]
    public void What_would_fail_in_every_trial_is_told_before_the_first(string text, string other, string message) =>
        Assert.Contains(message, _session.Fail(2, "plan", _session.Write(Text.Replace(text, other, StringComparison.Ordinal))), StringComparison.Ordinal);

    [Fact]
    public void Gradcheck_is_for_networks() => Assert.Contains(
        "its trials run a program; expected an experiment", _session.Fail(2, "gradcheck", _session.Write(Text)), StringComparison.Ordinal);
}
