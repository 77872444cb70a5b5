using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>The report of a sweep: everything computed once, then written by as many writers as there are formats.</summary>
public sealed class SweepReport
{
    /// <summary>Computes the report of a sweep from the store alone.</summary>
    /// <param name="store">The store.</param>
    /// <param name="sweep">The sweep; it may still have trials to run.</param>
    public static SweepReport Of(SweepStore store, SweepRecord sweep) => throw new NotImplementedException();

    /// <summary>The conclusion table.</summary>
    public ConclusionTable Conclusion => throw new NotImplementedException();

    /// <summary>report.md, report.html, trials.csv and the plots.</summary>
    /// <param name="portable">Leave out machine, commit and times, so that the same sweep made elsewhere gives the same bytes.</param>
    public IReadOnlyList<ReportFile> Files(bool portable) => throw new NotImplementedException();
}
