using System.Text.RegularExpressions;
using System.Xml.Linq;
using Goalkeeper.Report;
using Goalkeeper.Report.Drawing;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Report;

public partial class HtmlTests
{
    private const string Hostile = """
        name: hostile
        description: "<script>alert('description')</script>"
        dataset: pitch
        network: { hidden: [3] }
        training: { learning_rate: 0.3, iterations: 30 } # </pre><script>alert('yaml')</script>
        variants:
          - { name: "<script>alert('name')</script>", note: "\"><img src=https://example.com/x.png>" }
          - { name: "</svg></title></style><b>", lambda: 1 }

        """;

    [Fact]
    public void Names_notes_and_texts_are_escaped()
    {
        var report = Reports.Of(
            Hostile, s => s.Lambda > 0 ? throw new InvalidOperationException("<script>alert('reason')</script>") : new Outcome());
        var html = Reports.File(report, "report.html");
        Assert.Equal(3, Count(html, "<script")); // ECharts and the data, which are text, and ours
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(&#39;name&#39;)&lt;/script&gt;", html, StringComparison.Ordinal);
        // Each closes as often as it opens: no text has closed one. The best settings, the command and the experiment are the three <pre>.
        foreach (var (tag, count) in (ReadOnlySpan<(string, int)>)[("style", 1), ("pre", 3), ("main", 1), ("svg", Count(html, "<svg"))])
            Assert.Equal(count, Count(html, $"</{tag}>"));
    }

    [Fact]
    public void Nothing_is_requested_from_any_other_place()
    {
        var html = Reports.File(Reports.Of(Hostile, _ => new Outcome()), "report.html");
        Assert.DoesNotContain(
            Element().Matches(html), tag => Regex.IsMatch(tag.Value, @"\s(src|srcset|href|xlink:href|action|data|poster)\s*="));
        Assert.DoesNotMatch(@"<(link|img|iframe|object|embed|base|form|audio|video|use|image)\b", html);
        Assert.DoesNotMatch(@"@import|url\(|fetch\(|XMLHttpRequest|import\(", html);
    }

    [Fact]
    public void The_plots_are_well_formed_and_share_one_style_sheet()
    {
        var report = Reports.Of(Hostile, _ => new Outcome());
        var html = Reports.File(report, "report.html");
        Assert.Equal(1, Count(html, Picture.StyleSheet));
        Assert.Equal(1, Count(html, "<style>"));
        var plots = Svg().Matches(html).Select(m => XElement.Parse(m.Value)).ToList();
        Assert.Equal(Reports.PlotFiles(report).Count, plots.Count);
        Assert.All(plots, svg => Assert.NotEmpty(svg.Element("title")!.Value));
        foreach (var file in ReportFile.Of(report, portable: true).Where(f => f.Name.EndsWith(".svg", StringComparison.Ordinal)))
            Assert.Equal("http://www.w3.org/2000/svg", XElement.Parse(Reports.File(report, file.Name)).Name.NamespaceName);
    }

    [Fact]
    public void The_chosen_row_alone_is_marked()
    {
        var html = Reports.File(Reports.Of(Hostile, s => new Outcome { Dev = 0.5 + s.Lambda / 10 }), "report.html");
        Assert.Equal(1, Count(html, "<tr class=\"chosen\""));
        Assert.Contains("<tr class=\"chosen\" role=\"row\"><th scope=\"row\" role=\"rowheader\">&lt;/svg&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_notes_there_is_no_empty_list() => Assert.DoesNotContain(
        "class=\"notes\"",
        Reports.File(Reports.Of($"name: x\ndataset: flower\n{Reports.Network}", _ => new Outcome { Train = double.NaN }), "report.html"),
        StringComparison.Ordinal);

    /// <summary>The experiments' own plans, with answers in no time; generated data take the place of those that need a file.</summary>
    [Fact]
    public void Every_experiments_page_is_below_1200_kB()
    {
        foreach (var path in Experiments.Files)
        {
            var yaml = Experiments.Text(path)
                .Replace("dataset: football ", "dataset: pitch ", StringComparison.Ordinal)
                .Replace("dataset: cats ", "dataset: circles ", StringComparison.Ordinal);
            var report = Reports.Of(yaml, s => new Outcome { Dev = 0.9 + s.Seed / 1000.0, Cost = 0.1 + s.Lambda });
            var html = Reports.File(report, "report.html");
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 500_000, 1_200_000);
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex("<[a-z][^>]*>")]
    private static partial Regex Element();

    [GeneratedRegex("(?<=<figure data-chart=\"[0-9]+\">\n)<svg.*?(?=</figure>)", RegexOptions.Singleline)]
    private static partial Regex Svg();
}
