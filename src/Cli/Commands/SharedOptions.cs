using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary>Options and arguments that several commands have, made alike.</summary>
internal static class SharedOptions
{
    public static Option<string?> Store() => new("--store")
    {
        Description = "The database; else $GOALKEEPER_STORE, else results/goalkeeper.db.",
        HelpName = "file",
        CompletionSources = { PathCompletion.Of(PathCompletion.Stores) },
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Change or vary a setting of the file; may be repeated.",
        HelpName = "key=value[,value…]",
        DefaultValueFactory = _ => [],
    };

    public static Option<bool> Yes() => new("--yes") { Description = "Accept a grid of more than 100,000 trials." };

    public static Option<bool> GoOn() => new("--go-on") { Description = "Run what is left though the program's files have changed." };

    public static Option<bool> NoReport() => new("--no-report") { Description = "Only run the trials." };

    public static Option<string?> ReportFolder() => new("--out")
    {
        Description = "Write the report into this folder, not beside the store.",
        HelpName = "folder",
        CompletionSources = { PathCompletion.Of(PathCompletion.Folders) },
    };

    public static Option<bool> Portable() => new("--portable")
    {
        Description = "Leave machine, commit and times out of the report, so that it is the same wherever it is made.",
    };

    public static Option<string> Format()
    {
        string[] formats = [Output.RowFormat.Table, Output.RowFormat.Csv, Output.RowFormat.Json];
        var option = new Option<string>("--format")
        {
            Description = "table for people (rounded); csv and json for programs (exact).",
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => Output.RowFormat.Table,
        };
        option.CompletionSources.Add(formats);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !formats.Contains(token.Value))
                result.AddError($"--format {token.Value}: expected table, csv or json");
        });
        return option;
    }

    public static Option<int?> WholeNumber(string name, int least, string description) => new(name)
    {
        Description = description,
        HelpName = "n",
        CustomParser = result => ReadWholeNumber(result, name, least),
    };

    public static Option<double?> PositiveNumber(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result => ReadPositiveNumber(result, name),
    };

    public static Argument<string> Experiment() => new("file")
    {
        Description = "An experiment file (YAML).",
        HelpName = "file",
        CompletionSources = { PathCompletion.Of(PathCompletion.Experiments) },
    };

    public static Argument<string> Sweep() => Completed(new("sweep") { Description = "name (its newest sweep) or name#2." });

    public static Argument<string[]> OtherSweeps()
    {
        var sweeps = new Argument<string[]>("others") { Description = "one or more, each a name or name#2.", HelpName = "sweep…", Arity = ArgumentArity.OneOrMore };
        sweeps.CompletionSources.Add(_ => StoredNames());
        return sweeps;
    }

    public static Argument<string> NumberedSweep() => Completed(new("sweep") { Description = "name#2." });

    public static Argument<string> SweepOrTrial() => Completed(new("sweep[/trial]")
    {
        Description = "name (its newest sweep) or name#2; of either a trial: name/17.",
    });

    public static Argument<string> Trial() => Completed(new("sweep/trial") { Description = "name/17 (of its newest sweep) or name#2/17." });

    public static Option<int?> Workers() => WholeNumber("--workers", 1, "Trials at a time; default: one for each core.");

    private static Argument<string> Completed(Argument<string> sweep)
    {
        // Else the help would show the names.
        sweep.HelpName = sweep.Name;
        sweep.CompletionSources.Add(_ => StoredNames());
        return sweep;
    }

    // Of the usual store, when a shell asks; a name that a terminal would obey is none.
    private static IEnumerable<CompletionItem> StoredNames()
    {
        try
        {
            using var store = SweepStore.OpenReadOnly(StorePath.Resolve(null, Environment.GetEnvironmentVariable));
            return [.. store.List(_ => { }).Select(s => s.Sweep).Distinct().Where(n => Printable.Line(n) == n).Select(n => new CompletionItem(n))];
        }
        catch (Exception e) when (e is UserErrorException or StoreException)
        {
            return [];
        }
    }

    private static double? ReadPositiveNumber(ArgumentResult result, string name)
    {
        var text = result.Tokens[0].Value;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number > 0 && double.IsFinite(number)) return number;
        result.AddError($"{name} {text}: expected a number above 0, such as 1e-7");
        return null;
    }

    private static int? ReadWholeNumber(ArgumentResult result, string name, int least)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least) return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text}: expected a whole number, at least {least}"));
        return null;
    }
}
