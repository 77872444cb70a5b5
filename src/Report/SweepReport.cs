using Goalkeeper.Analysis;
using Goalkeeper.Report.Figures;
using Goalkeeper.Report.Pictures;
using Goalkeeper.Report.Tables;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>The report of a sweep: everything computed once, then written by as many writers as there are formats.</summary>
internal sealed class SweepReport
{
    private readonly FigureSection? _trials;

    private SweepReport(SweepStore store, SweepRecord sweep)
    {
        Summary = SweepSummary.Of(store, sweep);
        State = StateText.Of(Summary);
        var findings = new Findings(Summary, store);
        Findings = findings.Sentences();
        EarlierLooks = findings.EarlierLooks();
        Comparisons = RowComparisons.Of(Summary, store);
        Answer = Answer.Of(Summary, Comparisons);
        Conclusion = Tables.Conclusion.Of(Summary, Comparisons);
        Confusion = new ConfusionTables(Summary, store).Section();
        Exploration = new Exploration(Summary);
        _trials = new ExplorationFigures(Summary, Exploration).Section();
        FigureSection?[] sections =
        [
            new TuningFigures(Summary).Section(),
            new BudgetFigures(Summary).Section(),
            new StoppingFigures(Summary, store).Section(),
            Exploration.Importances is { } importances ? new ImportanceFigures(importances).Section() : null,
            .. new CurveFigures(Summary, store).Sections(),
            new BoundaryFigures(Summary, store).Section(),
        ];
        Sections = [.. sections.OfType<FigureSection>()];
        Pictures = new MislabeledPictures(Summary, store).Section();
        Trials = store.Table(sweep);
        Curves = TrialCurves.Of(Summary, store);
        Logs = TrialLogs.Of(Summary, store);
    }

    /// <summary>Computes the report of a sweep from the store alone.</summary>
    /// <param name="store">The store.</param>
    /// <param name="sweep">The sweep; it may still have trials to run.</param>
    public static SweepReport Of(SweepStore store, SweepRecord sweep) => new(store, sweep);

    /// <summary>The numbers behind it.</summary>
    public SweepSummary Summary { get; }

    /// <summary>How far the sweep came, in a sentence; null where every trial finished.</summary>
    public string? State { get; }

    /// <summary>What somebody should know before believing the table, a sentence each.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>One more such sentence, which depends on what else the store holds; or null.</summary>
    public string? EarlierLooks { get; }

    /// <summary>All of them.</summary>
    /// <param name="portable">Whether what differs between stores is left out.</param>
    public IEnumerable<string> FindingsOf(bool portable) => portable || EarlierLooks is not { } looks ? Findings : Findings.Append(looks);

    /// <summary>How the rows compare; null where no two can be compared.</summary>
    public RowComparisons? Comparisons { get; }

    /// <summary>What came out, in a sentence, and the first points.</summary>
    public Answer Answer { get; }

    /// <summary>The conclusion table.</summary>
    public ReportTable Conclusion { get; }

    /// <summary>What the featured models take for what; null where that is not stored.</summary>
    public TableSection? Confusion { get; }

    /// <summary>The plots of what came out, in the order of the report.</summary>
    public IReadOnlyList<FigureSection> Sections { get; }

    /// <summary>The plots of the trials, which the page's script replaces; null where there are none.</summary>
    /// <param name="portable">Whether what differs between launches is left out.</param>
    public FigureSection? TrialsSection(bool portable) =>
        portable && _trials is { } section ? section with { Figures = [.. section.Figures.Where(f => !f.IsOfThisLaunch)] } : _trials;

    /// <summary>All plots.</summary>
    /// <param name="portable">Whether what differs between launches is left out.</param>
    public IEnumerable<FigureSection> AllSections(bool portable) => TrialsSection(portable) is { } trials ? Sections.Append(trials) : Sections;

    /// <summary>The held-out pictures that were got wrong; null where examples are no pictures, or all are right.</summary>
    public PictureSection? Pictures { get; }

    /// <summary>All trials, as trials.csv has them.</summary>
    public TrialTable Trials { get; }

    /// <summary>All trials as linked charts show them.</summary>
    public Exploration Exploration { get; }

    /// <summary>The ends of what single trials' programs wrote.</summary>
    public IReadOnlyList<(long Number, string Text)> Logs { get; }

    /// <summary>What single trials measured over their steps.</summary>
    public IReadOnlyList<TrialCurves> Curves { get; }
}
