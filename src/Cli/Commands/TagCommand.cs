using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>tag</c>: words for a sweep or a trial.</summary>
internal sealed class TagCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _what = SharedOptions.SweepOrTrial();
    private readonly Argument<string[]> _tags = new("name[=value]…") { Description = "Tags, with a value or without.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _remove = new("--remove") { Description = "Take these tags away." };
    private readonly Option<string?> _store = SharedOptions.Store();

    public TagCommand(CommandContext context)
        : base(
            "tag",
            "Tag a sweep or a trial; `show` shows tags, and `list --format csv` those of sweeps. They change nothing that was measured.",
            new Example("tag football#2 submitted season=2026", "two tags, one with a value"),
            new Example("tag football/17 odd", "a trial"),
            new Example("tag football#2 submitted --remove", "take one away"))
    {
        _context = context;
        _tags.HelpName = _tags.Name;
        Add(_what);
        Add(_tags);
        foreach (var option in (Option[])[_remove, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var what = arguments.GetRequiredValue(_what);
        var tags = arguments.GetRequiredValue(_tags).Select(Read).ToList();
        using var store = _context.OpenStore(StoreLocation.ResolveExisting(arguments.GetValue(_store), _context));
        var reference = TrialReference.TryParse(what);
        var sweep = store.Find(reference?.Sweep ?? SweepReference.Parse(what));
        var trial = reference is null ? (long?)null : store.Trial(sweep, reference.Number).Number;
        if (arguments.GetValue(_remove)) store.RemoveTags(sweep, trial, tags.Select(t => t.Key));
        else store.AddTags(sweep, trial, tags);
        return ExitCode.Success;
    }

    private static KeyValuePair<string, string> Read(string text)
    {
        var (name, value) = text.Split('=', 2) is [var head, var tail] ? (head, tail) : (text, "");
        return name.Length > 0 && Printable.Line(text) == text && !name.Any(char.IsWhiteSpace)
            ? KeyValuePair.Create(name, value)
            : throw new UserErrorException($"`{Printable.Line(text)}` is no tag: expected a word, or name=value, on one line");
    }
}
