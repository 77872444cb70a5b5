using System.Text;

namespace Goalkeeper.Tests.Cli;

/// <summary>What <c>report</c> writes besides a report.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Session _session = new();

    public ReportTests() => _session.Succeed("run", _session.Write(Session.Small));

    public void Dispose() => _session.Dispose();

    private string Index => _session.File("index.html");

    [Fact]
    public void A_picture_alone_is_written_as_svg_or_png()
    {
        var report = File.ReadAllBytes(_session.File("small/report.html"));
        var written = _session.Succeed("report", "small", "--out", _session.File("paper"), "--pictures", "png", "--only", "cost");
        Assert.Equal(_session.File("paper/small/cost.png") + "\n", written);
        Assert.Equal("cost.png", Path.GetFileName(Assert.Single(Directory.GetFiles(_session.File("paper/small")))));
        var png = File.ReadAllBytes(_session.File("paper/small/cost.png"));
        Assert.Equal("PNG", Encoding.ASCII.GetString(png, 1, 3));
        Assert.Equal(3 * 440, png[18] * 256 + png[19]);
        _session.Succeed("report", "small", "--pictures", "svg", "--only", "cost", "--out", _session.File("paper"));
        Assert.Equal(File.ReadAllText(_session.File("small/cost.svg")), File.ReadAllText(_session.File("paper/small/cost.svg")));
        Assert.Equal(report, File.ReadAllBytes(_session.File("small/report.html")));
    }

    [Fact]
    public void All_pictures_are_written_where_none_is_named()
    {
        _session.Succeed("report", "small", "--pictures", "png", "--out", _session.File("paper"));
        Assert.Equal(
            Directory.GetFiles(_session.File("small"), "*.svg").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
            Directory.GetFiles(_session.File("paper/small"), "*.png").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("small has no picture `../x`; it has ", "--pictures", "svg", "--only", "../x")]
    [InlineData("--pictures jpg: expected svg or png", "--pictures", "jpg")]
    [InlineData("--only picks pictures", "--only", "cost")]
    public void A_picture_that_cannot_be_is_refused(string message, params string[] options) =>
        Expect.Has(message, _session.Fail(2, ["report", "small", .. options]).Replace("small#1", "small", StringComparison.Ordinal));

    [Fact]
    public void The_index_lists_the_stores_sweeps_and_leads_to_the_reports_that_are_there()
    {
        _session.Succeed("run", _session.File("small.yaml"), "--new", "--no-report");
        _session.Succeed("report", "small#1");
        var index = File.ReadAllText(Index);
        Expect.Has("<a href=\"small/report.html\">small#1</a>", index);
        Expect.Has("<th scope=\"row\">small#2</th>", index);
        Assert.DoesNotContain("<script", index, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_somebody_elses_is_not_replaced_by_the_index()
    {
        File.WriteAllText(Index, "<!doctype html>\n<p>mine");
        _session.Succeed("report", "small");
        Assert.Equal("<!doctype html>\n<p>mine", File.ReadAllText(Index));
    }

    [Fact]
    public void The_conclusion_table_is_there_for_spreadsheets_and_papers()
    {
        Expect.Has("constant", File.ReadAllText(_session.File("small/report.html")));
        Assert.StartsWith("lambda,", File.ReadAllText(_session.File("small/conclusion.csv")).Replace("λ", "lambda", StringComparison.Ordinal), StringComparison.Ordinal);
        Expect.Has("\\begin{tabular}", File.ReadAllText(_session.File("small/conclusion.tex")));
    }
}
