using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>report</c>: writes a stored sweep's report again.</summary>
internal sealed class ReportCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<string?> _out = SharedOptions.ReportFolder();
    private readonly Option<bool> _portable = SharedOptions.Portable();
    private readonly Option<string?> _pictures = new("--pictures") { Description = "Only write the pictures, for a paper or slides: svg, or png at three times the size.", HelpName = "svg|png" };
    private readonly Option<string[]> _only = new("--only")
    {
        Description = "With --pictures: only this one, such as lambda-accuracy; may be repeated.",
        HelpName = "picture",
        DefaultValueFactory = _ => [],
    };

    public ReportCommand(CommandContext context)
        : base(
            "report",
            "Write the report of a sweep: Markdown, plots, CSV, and one HTML page.",
            new Example("report initialization", "write results/initialization/ from the store"),
            new Example("report football#2 --out /tmp/reports", "the second sweep of that name, elsewhere: /tmp/reports/football-2/"),
            new Example("report lambda-tuning --pictures png --only lambda-accuracy", "one picture for slides: results/lambda-tuning/lambda-accuracy.png"))
    {
        _context = context;
        Add(_sweep);
        foreach (var option in (Option[])[_store, _out, _portable, _pictures, _only]) Add(option);
        _pictures.CompletionSources.Add("svg", "png");
        _pictures.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("svg" or "png")) result.AddError($"--pictures {token.Value}: expected svg or png");
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_only) is { Implicit: false } && result.GetResult(_pictures) is null) result.AddError("--only picks pictures: say --pictures svg or --pictures png too");
        });
    }

    protected override int Execute(ParseResult arguments)
    {
        var path = StoreLocation.Resolve(arguments.GetValue(_store), _context);
        using var store = SweepStore.OpenReadOnly(path);
        var sweep = store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep)));
        var folder = new ReportFolder(path, arguments.GetValue(_out), sweep.Reference);
        var report = SweepReport.Of(store, sweep);
        if (arguments.GetValue(_pictures) is { } format)
        {
            var pictures = ReportFile.Plots(report, format, arguments.GetRequiredValue(_only));
            folder.Add(pictures);
            foreach (var picture in pictures) _context.Out.WriteLine(Path.Combine(folder.Path, picture.Name));
            return ExitCode.Success;
        }
        ReportText.Write(_context, store, report, folder, arguments.GetValue(_portable));
        return ExitCode.Success;
    }
}
