using System.Text.Json;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>A command's words, environment and files, and what is wrong with them before anything runs.</summary>
public sealed class ProgramCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalkeeper-command-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--lr=${lr}", "--lr=1e-3")]
    [InlineData("${lr}${name with.dots}", "1e-3two words")]
    [InlineData("${seed}/${trial}/${sweep}", "7/12/my-model-2")]
    [InlineData("$lr $ $$ } {lr} ${", null)]
    [InlineData("$lr $ $$ } {lr}", "$lr $ $$ } {lr}")]
    [InlineData("$${lr} $${ ${lr}", "${lr} ${ 1e-3")]
    [InlineData("${list}", "[1, 2]")]
    [InlineData("${flag}", "true")]
    [InlineData("", "")]
    public void Macros_are_replaced_and_nothing_else(string word, string? expected)
    {
        var command = Command(Program("run"), word);
        if (expected is null) Assert.Contains("without its `}`", Assert.Throws<UserErrorException>(() => command.Of(Trial())).Message, StringComparison.Ordinal);
        else Assert.Equal([expected], command.Of(Trial()).Arguments);
    }

    [Theory]
    [InlineData("${learning_rte}", "there is no `learning_rte`; did you mean `learning_rate`?")]
    [InlineData("${}", "there is no ``")]
    [InlineData("${ learning_rate }", "there is no ` learning_rate `; did you mean `learning_rate`?")]
    [InlineData("x${learning_rate", "`${` without its `}`; `$${` stands for `${` itself")]
    public void A_macro_that_is_not_known_is_said_before_the_first_trial(string word, string expected)
    {
        var error = Assert.Throws<UserErrorException>(() => Command(Program("run"), word).Check(["learning_rate", "depth"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_macros_of_a_value_are_text()
    {
        var trial = Trial() with { Values = new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("\"${seed} $${\"") } };
        Assert.Equal(["${seed} $${"], Command(Program("run"), "${a}").Of(trial).Arguments);
    }

    [Fact]
    public void A_program_is_told_of_its_trial_by_its_environment()
    {
        var command = Command(Program("run")) with { Environment = new Dictionary<string, string> { ["TOKEN"] = "secret", ["HOME"] = "/other" } };
        var environment = command.Of(Trial() with { Gpus = "1" }).Environment;
        Assert.Equal(
            ("1e-3", "two words", "[1, 2]", "true", "7", "12", "my-model-2"),
            (environment["GOALKEEPER_PARAM_lr"], environment["GOALKEEPER_PARAM_name_with_dots"], environment["GOALKEEPER_PARAM_list"],
                environment["GOALKEEPER_PARAM_flag"], environment["GOALKEEPER_SEED"], environment["GOALKEEPER_TRIAL"], environment["GOALKEEPER_SWEEP"]));
        Assert.Equal(
            (_folder, $"{_folder}/parameters.json", $"{_folder}/metrics.jsonl", "1", "secret", "/other"),
            (environment["GOALKEEPER_TRIAL_DIR"], environment["GOALKEEPER_PARAMS"], environment["GOALKEEPER_METRICS"],
                environment["CUDA_VISIBLE_DEVICES"], environment["TOKEN"], environment["HOME"]));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), environment["PATH"]);
    }

    [Theory]
    [InlineData("a.b", "a-b", "`a.b` and `a-b` would both be GOALKEEPER_PARAM_a_b")]
    [InlineData("λ", "µ", "would both be GOALKEEPER_PARAM__")]
    [InlineData("seed", "b", "`seed` is Goalkeeper's own word")]
    [InlineData("a", "sweep", "`sweep` is Goalkeeper's own word")]
    public void Names_that_would_meet_are_said(string one, string other, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<UserErrorException>(() => Command(Program("run")).Check([one, other])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("A=B", "x")]
    [InlineData("", "x")]
    [InlineData("GOALKEEPER_SEED", "s3cret")]
    [InlineData("GOALKEEPER_PARAM_lr", "s3cret")]
    [InlineData("A", "s3cret\0")]
    public void An_added_variable_that_can_not_be_is_said_without_its_value(string name, string value)
    {
        var command = Command(Program("run")) with { Environment = new Dictionary<string, string> { [name] = value } };
        var error = Assert.Throws<UserErrorException>(() => command.Check([]));
        Assert.StartsWith("env: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./missing", "there is no program")]
    [InlineData("./plain", "is not executable; `chmod +x` makes it so, or name what runs it, as in [bash, ./plain] or [python3, ./plain]")]
    [InlineData("./folder", "is a folder, not a program")]
    [InlineData("plain", "no folder of PATH has a program `plain`; did you mean `./plain`, which is in the working directory?")]
    [InlineData("no-such-program", "no folder of PATH has a program `no-such-program`")]
    [InlineData("", "the program has no name")]
    public void A_program_that_can_not_be_run_is_said_before_the_first_trial(string program, string expected)
    {
        File.WriteAllText(Path.Combine(_folder, "plain"), "");
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        Assert.Contains(expected, Assert.Throws<UserErrorException>(() => Command(program).Check([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_is_found_as_a_shell_finds_it_but_never_in_the_current_folder()
    {
        Program("run");
        Assert.Equal(Path.Combine(_folder, "run"), Command("./run").Of(Trial()).File);
        Assert.Equal(Path.Combine(_folder, "run"), (Command("run") with { Environment = Path_(_folder) }).Of(Trial()).File);
        foreach (var path in (string[])["", ".", ":", "relative", "/nowhere"])
            Assert.Throws<UserErrorException>(() => (Command("run") with { Environment = Path_(path) }).Of(Trial()));

        static Dictionary<string, string> Path_(string value) => new() { ["PATH"] = value };
    }

    [Fact]
    public void Commands_without_words_or_folder_and_values_that_no_program_can_be_given_are_said()
    {
        Assert.Contains("expected a program", Assert.Throws<UserErrorException>(() => Command().Check([])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "there is no folder /nowhere",
            Assert.Throws<UserErrorException>(() => (Command(Program("run")) with { Folder = "/nowhere" }).Check([])).Message,
            StringComparison.Ordinal);
        var trial = Trial() with { Values = new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("\"x\\u0000y\"") } };
        Assert.Contains("`a` has a NUL", Assert.Throws<UserErrorException>(() => Command(Program("run")).Of(trial)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_that_a_command_names_are_told_with_their_hashes()
    {
        const string ofA = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
        Program("run");
        File.WriteAllText(Path.Combine(_folder, "a.py"), "a");
        File.WriteAllText(Path.Combine(_folder, "empty"), "");
        var start = Command("./run", "a.py", "--config=a.py", "empty", "0.1", ".", "--config=", "/dev/zero", "a.py").Of(Trial());
        var files = new CommandFiles();
        var found = files.Of(start);
        Assert.Equal([Path.Combine(_folder, "run"), "a.py", "empty", "/dev/zero"], found.Select(f => f.Path));
        Assert.Equal(ofA, found[1].Sha256);
        File.WriteAllText(Path.Combine(_folder, "a.py"), "other");
        Assert.NotEqual(ofA, files.Of(start)[1].Sha256);
        File.Delete(Path.Combine(_folder, "a.py"));
        Assert.DoesNotContain(files.Of(start), f => f.Path == "a.py");
    }

    private ProgramCommand Command(params string[] words) => new(words, _folder);

    private string Program(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "programs run on Linux and macOS");
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private ProgramTrial Trial() => new(
        "my-model-2",
        12,
        7,
        new Dictionary<string, JsonElement>
        {
            ["lr"] = JsonElement.Parse("1e-3"),
            ["name with.dots"] = JsonElement.Parse("\"two words\""),
            ["list"] = JsonElement.Parse("[1, 2]"),
            ["flag"] = JsonElement.Parse("true"),
        },
        new TrialFolder(_folder));
}
