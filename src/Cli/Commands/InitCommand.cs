using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>init</c>: writes an experiment file to begin with.</summary>
internal sealed class InitCommand : CliCommand
{
    private const string Schema = "experiment.schema.json";

    private static readonly Dictionary<string, string[]> Interpreters = new(StringComparer.OrdinalIgnoreCase)
    {
        [".py"] = ["python3"],
        [".R"] = ["Rscript"],
        [".jl"] = ["julia"],
        [".sh"] = ["sh"],
        [".js"] = ["node"],
    };

    private readonly CommandContext _context;
    private readonly Argument<string[]> _words = new("data")
    {
        Description = "A CSV file to learn from; or, after --, a program with its arguments.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _program = new("--program") { Description = "A script or program that a trial runs.", HelpName = "file" };
    private readonly Option<string?> _out = new("--out") { Description = "The file to write; else one named by the data or the program.", HelpName = "file" };

    public InitCommand(CommandContext context)
        : base(
            "init",
            "Write a commented experiment file to begin with, for a table or for your own program.",
            new Example("init data.csv", "learn the column that looks like a label"),
            new Example("init --program train.py", "sweep a script"),
            new Example("init -- python3 train.py --lr '${lr}'", "sweep a command"))
    {
        _context = context;
        Add(_words);
        foreach (var option in (Option[])[_program, _out]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var words = arguments.GetValue(_words) ?? [];
        var isCommand = arguments.Tokens.Any(t => t.Type == TokenType.DoubleDash);
        var program = arguments.GetValue(_program);
        if (program is not null) words = [.. Command(program), .. words];
        else if (!isCommand && words.Length != 1)
            throw new UserErrorException("init needs something to begin with: `goalkeeper init data.csv`, `goalkeeper init --program train.py`, or a command after --");
        var isProgram = program is not null || isCommand;
        if (words.Any(string.IsNullOrWhiteSpace) || arguments.GetValue(_out) is { } given && string.IsNullOrWhiteSpace(given))
            throw new UserErrorException("init is given an empty name; expected that of a file");
        if (words.Length == 0) throw new UserErrorException("init has no command after --; expected one, as in `goalkeeper init -- python3 train.py`");

        var name = Starter.NameOf(isProgram ? program ?? Script(words) : words[0]);
        var path = arguments.GetValue(_out) ?? $"{name}.yaml";
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Path.Exists(path)) throw new UserErrorException($"{path} is there already, and init writes over nothing; expected another name, as in --out other.yaml");
        if (!Directory.Exists(folder)) throw new UserErrorException($"there is no folder {folder}");
        var options = isProgram ? ScriptOption.Of(program ?? Script(words)) : [];
        if (isProgram) words = FromFolder(words, folder);
        var text = "# yaml-language-server: $schema=" + Schema + "\n"
            + $"# {TypedCommand.Of(["plan", path])} shows the trials, {TypedCommand.Of(["run", path])} runs them.\n"
            + (isProgram ? Starter.OfProgram(name, words, options) : Starter.OfTable(name, Path.GetRelativePath(folder, Path.GetFullPath(words[0])), words[0]));
        // Nobody is handed a file that plan refuses.
        Check(ExperimentFile.Parse(text, path));
        Write(folder, path, text);
        _context.Out.WriteLine($"{path} is written; `{TypedCommand.Of(["plan", path])}` shows its trials");
        return ExitCode.Success;
    }

    private void Check(Experiment experiment)
    {
        if (experiment.Objective is ProgramDescription program) program.Check();
        else DatasetLoader.Load(experiment.Network.Dataset, _context.DataFolder);
    }

    private static void Write(string folder, string path, string text)
    {
        try
        {
            using var files = new WholeFiles();
            files.Add(Path.GetFullPath(path), Encoding.UTF8.GetBytes(text));
            var schema = Path.Combine(folder, Schema);
            if (!Path.Exists(schema)) files.Add(schema, ExperimentSchema.Utf8);
            files.Replace();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>What runs a script by its ending; anything else runs by itself.</summary>
    private static string[] Command(string program)
    {
        if (!File.Exists(program)) throw new UserErrorException($"--program {program}: there is no such file");
        if (Interpreters.TryGetValue(Path.GetExtension(program), out var interpreter)) return [.. interpreter, program];
        return [program.Contains('/', StringComparison.Ordinal) ? program : $"./{program}"];
    }

    /// <summary>A trial runs in the experiment's folder: files are told from there.</summary>
    private static string[] FromFolder(string[] words, string folder) => Path.GetFullPath(".") == folder ? words
        : Array.ConvertAll(words, word => File.Exists(word) && !Path.IsPathRooted(word) && (word.Contains('/', StringComparison.Ordinal) || word != words[0])
            ? Path.GetRelativePath(folder, Path.GetFullPath(word)) is var path && path.Contains('/', StringComparison.Ordinal) ? path : $"./{path}"
            : word);

    // The first word that is a file, else the program.
    private static string Script(string[] words) => words.Skip(1).FirstOrDefault(File.Exists) ?? words[0];
}
