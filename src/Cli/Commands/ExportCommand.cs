using System.CommandLine;
using System.Text;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>export</c>: a sweep in a file of its own.</summary>
internal sealed class ExportCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Option<string> _to = new("--to")
    {
        Description = "The file; its ending says what: .db is a store of its own, .csv, .json and .jsonl are the trials.",
        HelpName = "file",
        Required = true,
        CompletionSources = { PathCompletion.Of(PathCompletion.Folders) },
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace the file, where it is no store." };
    private readonly Option<string?> _store = SharedOptions.Store();

    public ExportCommand(CommandContext context)
        : base(
            "export",
            "Write a sweep to a file: all of it as a store of its own, or its trials, a row each, for another program.",
            new Example("export football --to football.db", "all that it has, for `goalkeeper merge` on another machine"),
            new Example("export football#2 --to football.csv", "its trials, every digit"))
    {
        _context = context;
        Add(_sweep);
        foreach (var option in (Option[])[_to, _force, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var (file, force) = (arguments.GetRequiredValue(_to), arguments.GetValue(_force));
        var ending = Path.GetExtension(file);
        if (ending is not (".db" or ".csv" or ".json" or ".jsonl"))
            throw new UserErrorException($"--to {file}: its ending should say what to write; expected .db, .csv, .json or .jsonl");
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        var sweep = store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep)));
        if (ending == ".db") store.Export(sweep, file);
        else Write(file, force, Text(store, sweep, ending));
        _context.Error.WriteLine($"{sweep.Reference} ({NumberText.Count(store.StateCounts(sweep).Values.Sum(), "trial")}): {file}");
        return ExitCode.Success;
    }

    private static string Text(SweepStore store, SweepRecord sweep, string ending)
    {
        var rows = new TrialRows(sweep, store.Trials(sweep), store.AttemptCounts(sweep));
        return ending switch
        {
            ".csv" => rows.ToCsv(),
            ".json" => rows.ToJson(),
            _ => rows.ToJsonLines(),
        };
    }

    private static void Write(string file, bool force, string text)
    {
        var path = Path.GetFullPath(file);
        if (!force && (Path.Exists(path) || new FileInfo(path).LinkTarget is not null))
            throw new UserErrorException($"--to {file} is there already; expected another name, or --force to replace it");
        try
        {
            WholeFiles.Write(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the export cannot be written to {file}: {e.Message} Choose another file with --to.", e);
        }
    }
}
