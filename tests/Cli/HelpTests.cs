using System.CommandLine;
using System.Globalization;
using Goalkeeper.Cli;
using Goalkeeper.Cli.Commands;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

public sealed class HelpTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("retry")]
    [InlineData("work")]
    [InlineData("stop")]
    [InlineData("tag")]
    [InlineData("note")]
    [InlineData("rename")]
    [InlineData("delete")]
    [InlineData("plan")]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("trials")]
    [InlineData("query")]
    [InlineData("report")]
    [InlineData("gradcheck")]
    [InlineData("predict")]
    [InlineData("verify")]
    [InlineData("completion")]
    public void Every_command_has_help_with_examples(string command)
    {
        var help = _session.Succeed(command, "--help");
        Expect.Has($"Usage:\n  {RootCommand.ExecutableName} {command}", help);
        Expect.Has($"Examples:\n  goalkeeper {command}", help);
        Expect.Has($"  {command}", _session.Succeed("--help"));
    }

    [Fact]
    public void Every_option_that_lacks_its_value_is_named()
    {
        var root = CommandLine.Root(new CommandContext { Out = new OutputWriter(TextWriter.Null), Error = new OutputWriter(TextWriter.Null) }, new Option<bool>("--verbose"));
        var options = root.Subcommands.SelectMany(c => c.Options.Where(o => o.Arity.MinimumNumberOfValues > 0).Select(o => (Command: c.Name, o.Name))).ToList();
        Assert.True(options.Count >= 30);
        Assert.All(options, option =>
        {
            var run = _session.Run(option.Command, option.Name);
            Assert.Equal(ExitCode.UserError, run.ExitCode);
            Expect.Has($"error: {option.Name} needs ", run.Error);
        });
    }

    [Fact]
    public void An_option_that_must_be_given_is_named() =>
        Expect.Has("error: `goalkeeper export` needs --to <file>: The file; its ending says what", _session.Run("export", "a").Error);

    [Fact]
    public void Every_example_can_be_typed()
    {
        var root = CommandLine.Root(new CommandContext { Out = new OutputWriter(TextWriter.Null), Error = new OutputWriter(TextWriter.Null) }, new Option<bool>("--verbose"));
        var examples = root.Subcommands.Cast<CliCommand>().SelectMany(c => c.Examples).ToList();
        Assert.True(examples.Count >= 7);
        Assert.All(examples, example => Assert.Empty(root.Parse(example.Command.Split("> football.csv")[0]).Errors));
    }

    [Fact]
    public void Every_command_of_the_page_on_sweeps_can_be_typed()
    {
        var root = CommandLine.Root(new CommandContext { Out = new OutputWriter(TextWriter.Null), Error = new OutputWriter(TextWriter.Null) }, new Option<bool>("--verbose"));
        var lines = File.ReadLines(Path.Combine(Experiments.Root, "docs/sweeps.md")).Where(l => l.StartsWith("goalkeeper ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Empty(root.Parse(line["goalkeeper ".Length..].Split("  #")[0]).Errors));
    }

    [Fact]
    public void The_command_alone_shows_its_help() => Assert.Equal(_session.Succeed("--help"), _session.Succeed());

    [Fact]
    public void Help_may_be_typed_before_the_command()
    {
        Assert.Equal(_session.Succeed("run", "--help"), _session.Succeed("help", "run"));
        Assert.Equal(_session.Succeed("--help"), _session.Succeed("help"));
        Expect.Has("unknown command `rn`; did you mean `run`?", _session.Fail(ExitCode.UserError, "help", "rn"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public void A_shell_gets_a_script_that_asks_for_suggestions(string shell) =>
        Expect.Has("goalkeeper \"[suggest:", _session.Succeed("completion", shell));

    [Fact]
    public void An_unknown_shell_is_told_what_there_is() =>
        Expect.Has("expected bash, zsh, fish or powershell", _session.Fail(ExitCode.UserError, "completion", "tcsh"));

    [Fact]
    public void Suggestions_are_a_line_each()
    {
        Assert.Equal(["list"], Suggestions("lis"));
        Assert.Contains("--workers", Suggestions("run --"));
        Assert.Equal(["csv", "json", "table"], Suggestions("list --format ").Order(StringComparer.Ordinal));
        Assert.Contains("report", Suggestions("help "));
        Assert.DoesNotContain("/?", Suggestions("run "));

        string[] Suggestions(string line) =>
            _session.Succeed(FormattableString.Invariant($"[suggest:{line.Length}]"), line).TrimEnd('\n').Split('\n');
    }

    [Theory]
    [InlineData("run {0}/", "a b.yaml c.YML inner/")]
    [InlineData("plan {0}/a", "a b.yaml")]
    [InlineData("predict own --data {0}/", "inner/ rows.csv")]
    [InlineData("list --store {0}/", "inner/ own.db")]
    [InlineData("report own --out {0}/", "inner/")]
    [InlineData("run {0}/.", ".hidden.yaml")]
    [InlineData("run {0}/nothing/", "")]
    [InlineData("list --format {0}/", "")]
    [InlineData("show {0}/", "")]
    public void Files_are_suggested_where_one_is_meant_and_only_such_as_would_do(string line, string expected)
    {
        foreach (var name in (string[])["a b.yaml", "c.YML", ".hidden.yaml", "rows.csv", "own.db", "notes.txt~", "e\u001b[31m.yaml"]) _session.Write("", name);
        Directory.CreateDirectory(_session.File("inner"));
        line = string.Format(CultureInfo.InvariantCulture, line, _session.Folder);
        var suggested = _session.Succeed(FormattableString.Invariant($"[suggest:{line.Length}]"), line).Split('\n');
        Assert.Equal(
            expected, string.Join(' ', suggested.Where(s => s.Contains('/', StringComparison.Ordinal)).Select(s => s[(_session.Folder.Length + 1)..])));
    }

    [Fact]
    public void Version_is_a_line() => Assert.Single(_session.Succeed("--version").TrimEnd('\n').Split('\n'));
}
