using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Goalkeeper.Report.Plots;

namespace Goalkeeper.Tests.Report;

public class PlotTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly Dictionary<string, Func<Plot>> Plots = new()
    {
        ["curves"] = () => new LinePlot
        {
            Title = "Cost <b>&\"'é λ 🥅 \u0001\ud800",
            Subtitle = "learning rate 0.3",
            X = new("iteration"),
            Y = new("cost") { Kind = ScaleKind.Log },
            Series =
            [
                new("he & <he>", [new(0, Inf), new(1000, 0.5), new(2000, NaN), new(3000, 0.25), new(4000, 0)]),
                new("zeros", [new(0, 0.69)]),
            ],
            Reference = new(0.3, "a < b"),
        },
        ["tuning"] = () => new LinePlot
        {
            Title = "Accuracy against λ",
            X = new("λ") { Kind = ScaleKind.LogWithZero },
            Y = new("accuracy") { Style = NumberStyle.Percent },
            Series = [new("dev", [new(0, 0.915, 0.9, 0.96), new(0.01, 0.92, 0.9, 0.96), new(1, 0.95)]) { HasMarkers = true }],
            Chosen = new(0.1, "chosen: λ = 0.1"),
        },
        ["extremes"] = () => new LinePlot
        {
            Title = "Extremes",
            Series =
            [
                new("", [new(-1e300, double.MinValue), new(1e-300, 1e-300), new(1e300, double.MaxValue, -Inf, Inf)]),
                new("", [new(Inf, 1), new(2, -Inf)]),
            ],
            X = new() { Max = 5 },
        },
        ["no data"] = () => new LinePlot { Title = "" },
        ["one point"] = () => new LinePlot
        {
            Title = "One",
            Y = new() { Kind = ScaleKind.Log },
            Series = [new("a", [new(1, 1, 0.5, 2)]), new("b", [])],
        },
        ["nothing positive"] = () => new LinePlot
        {
            Title = "No",
            Y = new() { Kind = ScaleKind.Log },
            Series = [new("a", [new(1, -1), new(2, NaN)])],
        },
        ["categories"] = () => new CategoryPlot
        {
            Title = "Variants",
            Categories = ["3-layer NN with <L2> & \"dropout\"", new string('x', 300), "", "🥅🥅🥅 λ"],
            Value = new("accuracy") { Style = NumberStyle.Percent },
            Series =
            [
                new("train", [new(0.948, 0.01), new(NaN), new(Inf), new(0.5)]),
                new("dev", [new(0.915, NaN), new(1), new(-Inf), new(0.5, Inf)]),
            ],
            Chosen = 0,
        },
        ["no categories"] = () => new CategoryPlot { Title = "None", Categories = [] },
        ["heat map"] = () => new HeatMap
        {
            Title = "λ × keep_prob",
            Rows = ["1", "0.86"],
            Columns = ["0", "<1>", "a column with a rather long label"],
            Values = [[0.9, NaN, 0.95], [Inf, 0.1, 0.925]],
            Value = new("dev accuracy") { Style = NumberStyle.Percent },
            Chosen = (1, 2),
        },
        ["no cells"] = () => new HeatMap { Title = "None", Rows = [], Columns = [], Values = [] },
        ["boundary"] = () => Boundary(101, (x, y) => x * x + y * y < 0.5 ? 0.9 : 0.1),
        ["everything predicted 1"] = () => Boundary(5, (_, _) => 1),
    };

    public static TheoryData<string> Names => [.. Plots.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_plot_is_well_formed_and_accessible_and_has_only_finite_coordinates(string name)
    {
        var root = XDocument.Parse(Standalone(Plots[name]())).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(svg + "svg", root.Name);
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal([svg + "title", svg + "desc", svg + "style"], root.Elements().Take(3).Select(e => e.Name));
        Assert.All(root.Descendants().Attributes(), a => Assert.DoesNotMatch("NaN|∞|Infinity", a.Value));
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "image" or "use");
        Assert.DoesNotContain(root.Descendants().Attributes(), a => a.Name.LocalName is "id" or "href" or "style");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inline_plots_share_one_style_sheet_and_have_no_ids_that_could_clash(string name)
    {
        var inline = Inline(Plots[name]());
        Assert.StartsWith("<svg class=\"gk\"", inline, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", inline, StringComparison.Ordinal);
        Assert.DoesNotContain(" id=", inline, StringComparison.Ordinal);
        Assert.Equal(inline, Standalone(Plots[name]()).Replace($"<style>\n{PlotStyle.Sheet}</style>\n", "", StringComparison.Ordinal)
            .Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void Every_culture_gives_the_same_bytes(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var expected = Plots.Values.Select(p => Standalone(p())).ToList();
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Plots.Values.Select(p => Standalone(p())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Text_is_escaped_and_what_xml_forbids_is_replaced()
    {
        var title = XDocument.Parse(Standalone(Plots["curves"]())).Root!.Elements().First().Value;
        Assert.Equal("Cost <b>&\"'é λ 🥅 \ufffd\ufffd", title);
    }

    [Fact]
    public void An_infinite_cost_is_shown_above_every_finite_one()
    {
        var root = XDocument.Parse(Standalone(Plots["curves"]())).Root!;
        var infinities = root.Descendants().Where(e => e.Name.LocalName == "text" && e.Value == "∞").ToList();
        Assert.Equal(2, infinities.Count); // on the axis and at the point
        var top = infinities.Max(e => (double)e.Attribute("y")!);
        var ticks = root.Descendants().Where(e => e.Name.LocalName == "text"
            && e.Value.StartsWith("0.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ticks);
        Assert.All(ticks, e => Assert.True((double)e.Attribute("y")! > top));
        Assert.Contains(root.Descendants(), e => e.Name.LocalName == "text" && e.Value == "≤ 0"); // the zero on a log axis
    }

    [Fact]
    public void A_NaN_breaks_the_line()
    {
        var whole = new LinePlot { Title = "t", Series = [new("a", [new(0, 1), new(1, 2), new(2, 3), new(3, 4), new(4, 5)])] };
        var broken = new LinePlot { Title = "t", Series = [new("a", [new(0, 1), new(1, 2), new(2, NaN), new(3, 4), new(4, 5)])] };
        Assert.Equal(1, Line(whole).Count('M'.Equals));
        Assert.Equal(2, Line(broken).Count('M'.Equals));
    }

    [Fact]
    public void Thousands_of_points_are_thinned_without_losing_an_extreme()
    {
        static double At(int i) => i switch { 7777 => 100, 12345 => -100, _ => Math.Sin(i * 0.37) };
        var points = Enumerable.Range(0, 20_000).Select(i => new LinePoint(i, At(i))).ToList();
        var line = Line(new LinePlot { Title = "t", Series = [new("a", points)] });
        var steps = line.Count(c => c is 'l' or 'h' or 'v' or ' ' or '-');
        Assert.InRange(line.Length, 500, 5_000);
        Assert.InRange(steps, 100, 1_200);

        // The spike up and the one down still span the whole height: 200 of 220 units of a picture 300 pixels high.
        Assert.InRange(Heights(line).Max() - Heights(line).Min(), 150, 300);
    }

    [Fact]
    public void Three_hundred_points_take_less_than_6_kB_and_a_boundary_less_than_25()
    {
        var noise = 1u;
        double Random() => (noise = noise * 1664525 + 1013904223) / 4294967296.0;
        var empty = Boundary(151, (x, y) => 0.5 + Math.Sin(9 * x) * Math.Cos(7 * y));
        var points = Enumerable.Range(0, 300).Select(i => new LabelledPoint(Random() * 2 - 1, Random() * 2 - 1, i % 2)).ToList();
        var full = new BoundaryPlot { Title = empty.Title, Probabilities = empty.Probabilities, Points = points };
        Assert.InRange(Bytes(full) - Bytes(empty), 300 * 8, 6_000);
        Assert.InRange(Bytes(full), 5_000, 25_000);

        var worst = new BoundaryPlot { Title = "Noise", Probabilities = ContourTests.Grid(200, (_, _) => Random()), Points = points };
        Assert.InRange(Bytes(worst), 5_000, 25_000);
    }

    [Fact]
    public void The_boundary_line_leaves_out_the_plots_border()
    {
        var root = XDocument.Parse(Standalone(Boundary(11, (x, _) => x > 0 ? 1 : 0))).Root!;
        var line = root.Descendants().Single(e => (string?)e.Attribute("class") == "gk-line gk-thin gk-contour");
        Assert.Matches("^M[0-9. ]+v-?[0-9.]+$", (string)line.Attribute("d")!); // one vertical stroke
    }

    [Fact]
    public void Cell_text_contrasts_with_its_colour_and_missing_cells_are_hatched()
    {
        var root = XDocument.Parse(Standalone(Plots["heat map"]())).Root!;
        string Style(string number) => root.Descendants().Where(e => e.Name.LocalName == "text" && e.Value == number)
            .Select(e => (string?)e.Attribute("class") ?? "").Single(style => style.StartsWith("gk-on-", StringComparison.Ordinal));
        Assert.StartsWith("gk-on-light", Style("10.0"), StringComparison.Ordinal); // the lightest cell
        Assert.StartsWith("gk-on-dark", Style("95.0"), StringComparison.Ordinal); // the darkest
        Assert.Equal(2, root.Descendants().Count(e => (string?)e.Attribute("class") == "gk-hatch")); // the cell and its legend
    }

    [Fact]
    public void A_series_that_does_not_fit_its_categories_is_refused()
    {
        var plot = new CategoryPlot { Title = "t", Categories = ["a", "b"], Series = [new("train", [new(1)])] };
        Assert.Contains("'train'", Assert.Throws<ArgumentException>(plot.Render).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(new HeatMap { Title = "t", Rows = ["a"], Columns = ["b"], Values = [[1, 2]] }.Render);
        var map = new HeatMap { Title = "t", Rows = ["a"], Columns = ["b"], Values = [[1]], Chosen = (0, 1) };
        Assert.Throws<ArgumentException>(map.Render);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinePlot { Title = "t", Width = 10 });
    }

    private static BoundaryPlot Boundary(int n, Func<double, double, double> p) =>
        new() { Title = "Boundary", Probabilities = ContourTests.Grid(n, p) };

    // The legend's swatch is a line too, a short one.
    private static string Line(LinePlot plot) => XDocument.Parse(Standalone(plot)).Descendants()
        .Where(e => (string?)e.Attribute("class") == "gk-c0 gk-line").Select(e => (string)e.Attribute("d")!).MaxBy(d => d.Length)!;

    /// <summary>The heights that a path of M, l, h and v passes, relative to its start.</summary>
    private static List<double> Heights(string path)
    {
        var heights = new List<double> { 0 };
        var body = path[path.IndexOfAny(['l', 'v', 'h'])..];
        foreach (Match part in Regex.Matches(body, "([lhv])([^lhvM]*)"))
        {
            var numbers = Regex.Matches(part.Groups[2].Value, @"-?(\d+(\.\d+)?|\.\d+)")
                .Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToList();
            var ups = part.Groups[1].Value switch { "v" => numbers, "l" => numbers.Where((_, i) => i % 2 == 1), _ => [] };
            foreach (var up in ups)
            {
                heights.Add(heights[^1] + up);
            }
        }

        return heights;
    }

    private static int Bytes(Plot plot) => Encoding.UTF8.GetByteCount(Standalone(plot));

    private static string Standalone(Plot plot)
    {
        using var writer = new StringWriter();
        plot.Render().WriteStandalone(writer);
        return writer.ToString();
    }

    private static string Inline(Plot plot)
    {
        using var writer = new StringWriter();
        plot.Render().WriteInline(writer);
        return writer.ToString();
    }
}
