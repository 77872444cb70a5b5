using Goalkeeper.Report.Figures;
using Goalkeeper.Report.Pictures;
using Goalkeeper.Report.Summary;
using Goalkeeper.Report.Tables;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>The report of a sweep: everything computed once, then written by as many writers as there are formats.</summary>
internal sealed class SweepReport
{
    private SweepReport(SweepStore store, SweepRecord sweep)
    {
        Summary = SweepSummary.Of(store, sweep);
        State = StateText.Of(Summary);
        Findings = new Findings(Summary, store).Sentences();
        Conclusion = Tables.Conclusion.Of(Summary);
        Confusion = new ConfusionTables(Summary, store).Section();
        FigureSection?[] sections =
        [
            new TuningFigures(Summary).Section(),
            .. new CurveFigures(Summary, store).Sections(),
            new BoundaryFigures(Summary, store).Section(),
        ];
        Sections = [.. sections.OfType<FigureSection>()];
        Pictures = new MislabeledPictures(Summary, store).Section();
        Trials = store.Table(sweep);
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

    /// <summary>The conclusion table.</summary>
    public ReportTable Conclusion { get; }

    /// <summary>What the featured models take for what; null where that is not stored.</summary>
    public TableSection? Confusion { get; }

    /// <summary>The plots, in the order of the report.</summary>
    public IReadOnlyList<FigureSection> Sections { get; }

    /// <summary>The held-out pictures that were got wrong; null where examples are no pictures, or all are right.</summary>
    public PictureSection? Pictures { get; }

    /// <summary>All trials, as trials.csv has them.</summary>
    public TrialTable Trials { get; }
}
