using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Drawing;
using Goalkeeper.Tests.Cli;

namespace Goalkeeper.Tests.Report;

public sealed partial class DrawingTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly Dictionary<string, Func<Chart>> Charts = new()
    {
        ["curves"] = () => new LineChart
        {
            Title = "Cost <b>&\"'é λ 🥅 \u0001\ud800",
            Subtitle = "learning rate 0.3",
            X = new("iteration"),
            Y = new("cost") { Kind = ScaleKind.Log },
            Series =
            [
                new("he & <he>", [new(0, Inf), new(1000, 0.5), new(2000, NaN), new(3000, 0.25), new(4000, 0)]),
                new("zeros", [new(0, 0.69)]) { IsDashed = true },
                new("dashed", [new(0, 0.69), new(4000, 0.1, 0.05, 0.2)]) { IsDashed = true, Color = 12 },
            ],
        },
        ["tuning"] = () => new LineChart
        {
            Title = "Accuracy against λ",
            X = new("λ") { Kind = ScaleKind.LogWithZero, At = [0, 0.01, 0.03, 0.1, 0.3, 0.7, 1.5, 3, 5, 7, 10] },
            Y = new("accuracy") { Style = NumberStyle.Percent },
            Series = [new("dev", [new(0, 0.915, 0.9, 0.96), new(0.01, 0.92, 0.9, 0.96), new(1, 0.95), new(10, 0.9)]) { HasMarkers = true }],
            Chosen = new(0.1, "chosen: λ = 0.1"),
        },
        ["parallel"] = () => new ParallelChart(
            [
                new ChartColumn("kind", new Axis("kind of <network>"), [0, 1, NaN, 0]) { Words = ["relu", "a word that is much too long for its column, it is"] },
                new ChartColumn("lr", new Axis("lr") { Kind = ScaleKind.Log }, [1e-4, 0.5, 1, 0.5]),
                new ChartColumn("depth", new Axis("depth"), [2, 2, 2, 2]),
            ],
            new ChartColumn("loss", new Axis("loss"), [10, 0, 5, Inf]) { IsMeasured = true })
        { Title = "Parallel coordinates", Best = new HashSet<int> { 1 }, Width = 520 },
        ["many names"] = () => new LineChart
        {
            Title = string.Join(' ', Enumerable.Repeat("a title that goes on", 9)),
            Y = new(string.Join(' ', Enumerable.Repeat("Σ‖W‖² of the final weights", 6))),
            X = new(new string('x', 300)),
            Series = [.. Enumerable.Range(0, 9).Select(i => new LineSeries($"{new string('n', 9 * i)} {i}", [new(0, i), new(1, -i)]))],
            Chosen = new(0, new string('c', 200)),
            Width = 200,
        },
        ["extremes"] = () => new LineChart
        {
            Title = "Extremes",
            Series =
            [
                new("", [new(-1e300, double.MinValue), new(1e-300, 1e-300), new(1e300, double.MaxValue, -Inf, Inf)]),
                new("", [new(Inf, 1), new(2, -Inf)]),
            ],
            X = new() { Max = 5 },
        },
        ["no data"] = () => new LineChart { Title = "" },
        ["nothing positive"] = () => new LineChart
        {
            Title = "No",
            Y = new() { Kind = ScaleKind.Log },
            Series = [new("a", [new(1, -1), new(2, NaN)])],
        },
        ["categories"] = () => new DotChart(
            ["3-layer NN with <L2> & \"dropout\"", new string('x', 300), "", "🥅🥅🥅 λ 模型"],
            [
                new("train", [new(0.948, 0.01), new(NaN), new(Inf), new(0.5)]),
                new("dev", [new(0.915, NaN), new(1), new(-Inf), new(0.5, Inf)]),
            ])
        {
            Title = "Variants",
            Value = new("accuracy") { Style = NumberStyle.Percent },
            Chosen = 0,
        },
        ["no categories"] = () => new DotChart([], []) { Title = "None" },
        ["heat map"] = () => new HeatMap(["1", "0.86"], ["0", "<1>", "a column with a rather long label"], [[0.9, NaN, 0.95], [Inf, 0.1, 0.925]])
        {
            Title = "λ × keep_prob",
            RowLabel = "keep_prob",
            ColumnLabel = "λ",
            Value = new("dev accuracy") { Style = NumberStyle.Percent },
            Chosen = (1, 2),
        },
        ["no cells"] = () => new HeatMap([], [], []) { Title = "None" },
        ["boundary"] = () => new BoundaryChart
        {
            Title = "Boundary",
            Probabilities = ContourTests.Grid(101, (x, y) => x * x + y * y < 0.5 ? 0.9 : 0.1),
            Points = [.. Enumerable.Range(0, 300).Select(i => new LabelledPoint(Math.Sin(i), Math.Cos(i * i), i % 2))],
            HasEqualUnits = true,
        },
        ["everything predicted 1"] = () => new BoundaryChart { Title = "1", Probabilities = ContourTests.Grid(5, (_, _) => 1) },
    };

    /// <summary>Without <see cref="FinalizersHeld"/> this ended the process by SIGSEGV.</summary>
    [Fact]
    public void Pictures_are_drawn_while_memory_is_collected()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.Token.WaitHandle.WaitOne(1)) GC.Collect(0);
        });
        collector.Start();
        var chart = new LineChart
        {
            Title = "Markers",
            Series = [.. Enumerable.Range(0, 4).Select(i => new LineSeries($"{i}", [.. Enumerable.Range(0, 500).Select(x => new LinePoint(x, i))]) { HasMarkers = true })],
        };
        var first = Text();
        for (var i = 0; i < 60; i++) Assert.Equal(first, Text());
        stop.Cancel();
        collector.Join();

        string Text()
        {
            using var svg = new StringWriter();
            Picture.Of(chart).WriteInline(svg);
            return svg.ToString();
        }
    }

    /// <summary>Skia's SVG knows no pattern for a level line, and says so on the error stream.</summary>
    [Fact]
    public void A_level_line_has_its_dashes_and_dots_too()
    {
        using var svg = new StringWriter();
        Picture.Of(new LineChart
        {
            Title = "Level",
            Y = new() { Kind = ScaleKind.Log },
            Series = [new("", [new(0, 1), new(1, 1)]) { IsDashed = true }, new("", [new(0, 0), new(1, 0)]), new("", [new(0, 1), new(1, 10)])],
        }).WriteInline(svg);
        var broken = XDocument.Parse(svg.ToString()).Descendants().Select(e => (string?)e.Attribute("d") ?? "").Where(d => d.Count(c => c is 'M' or 'm') > 20);
        Assert.Equal(2, broken.Count()); // the dashes, and the dots between two places below the axis
    }

    public static TheoryData<string> Names => [.. Charts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_picture_is_well_formed_and_accessible_and_has_only_finite_coordinates(string name)
    {
        var root = Drawn(name);
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(svg + "svg", root.Name);
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal([svg + "title", svg + "desc", svg + "style"], root.Elements().Take(3).Select(e => e.Name));
        Assert.All(root.Descendants().Attributes(), a => Assert.DoesNotMatch("NaN|∞|Infinity|E[+-]", a.Value));
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "image" or "use" or "clipPath");
        Assert.DoesNotContain(root.Descendants().Attributes(), a => a.Name.LocalName is "id" or "href" or "style" or "clip-path");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_in_a_page_is_the_file_without_its_style_sheet(string name)
    {
        using var inline = new StringWriter();
        Picture.Of(Charts[name]()).WriteInline(inline);
        Assert.Equal(
            Standalone(name).Replace($"<style>\n{Picture.StyleSheet}</style>\n", "", StringComparison.Ordinal)
                .Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal),
            inline.ToString());
    }

    /// <summary>Texts by their baseline and the length that they are told to have.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_covers_another_or_leaves_the_picture(string name)
    {
        var root = Drawn(name);
        var (width, height) = ((double)root.Attribute("width")!, (double)root.Attribute("height")!);
        var boxes = root.Descendants().Where(e => e.Name.LocalName == "text" && e.Attribute("transform") is null).Select(Box).ToList();
        Assert.All(boxes, b => Assert.True(b.Left >= 0 && b.Right <= width + 1 && b.Top >= 0 && b.Bottom <= height, $"{b} in {width} × {height}"));
        for (var i = 0; i < boxes.Count; i++)
        {
            // An ∞ between the axes may stand beside another.
            var hits = boxes.Skip(i + 1).Where(o => o.Text != "∞" && o.Left < boxes[i].Right && boxes[i].Left < o.Right && o.Top < boxes[i].Bottom && boxes[i].Top < o.Bottom);
            Assert.Empty(hits.Select(o => $"{boxes[i]} and {o}"));
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void Every_culture_and_every_run_gives_the_same_bytes(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var expected = Charts.Keys.Select(Standalone).ToList();
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Charts.Keys.Select(Standalone));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Pictures_drawn_at_once_are_those_drawn_one_after_the_other()
    {
        var expected = Charts.Keys.ToDictionary(name => name, Standalone);
        Parallel.ForEach(Enumerable.Repeat(Charts.Keys, 3).SelectMany(names => names), name => Assert.Equal(expected[name], Standalone(name)));
    }

    [Fact]
    public void A_machine_without_fonts_draws_the_same_bytes()
    {
        using var session = new Session();
        session.Succeed("run", session.Write(Session.Small), "--no-report");
        var fonts = session.File("fonts.conf");
        File.WriteAllText(fonts, $"<fontconfig><dir>{Directory.CreateDirectory(session.File("no-fonts")).FullName}</dir></fontconfig>");
        var (here, without) = (Report("here", ""), Report("without", fonts));
        Assert.Contains(here.Keys, file => file.EndsWith(".svg", StringComparison.Ordinal));
        Assert.Equal(here, without);

        Dictionary<string, string> Report(string folder, string configuration)
        {
            var start = new ProcessStartInfo(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, "goalkeeper.dll"), "report", "small", "--portable", "--out", session.File(folder)])
            {
                Environment = { ["GOALKEEPER_STORE"] = session.Store, ["FONTCONFIG_FILE"] = configuration },
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return Directory.EnumerateFiles(session.File(folder), "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        }
    }

    [Fact]
    public void Text_is_text_and_escaped_and_what_the_font_lacks_is_there_for_the_readers_font()
    {
        var root = Drawn("curves");
        Assert.Equal("Cost <b>&\"'é λ 🥅 \ufffd\ufffd", root.Elements().First().Value);
        Assert.Contains("Cost <b>&\"'é λ 🥅 \ufffd\ufffd", Texts(root));
        Assert.Contains("he & <he>", Texts(root));
        Assert.Contains("🥅🥅🥅 λ 模型", Texts(Drawn("categories")));
        Assert.Contains("Σ‖W‖² of the final weights Σ‖W‖²", string.Join(' ', Texts(Drawn("many names"))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_infinite_cost_is_drawn_above_every_finite_one()
    {
        var texts = Drawn("curves").Descendants().Where(e => e.Name.LocalName == "text").ToList();
        var infinities = texts.Where(e => e.Value == "∞").ToList();
        Assert.Equal(2, infinities.Count); // on the axis and at the point
        var ticks = texts.Where(e => e.Value.StartsWith("0.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ticks);
        Assert.All(ticks, e => Assert.True((double)e.Attribute("y")! > infinities.Max(i => (double)i.Attribute("y")!)));
        Assert.Contains(texts, e => e.Value == "≤ 0"); // the zero on a log axis
    }

    [Fact]
    public void Tested_values_are_labelled_where_there_is_room()
    {
        var texts = Texts(Drawn("tuning"));
        Assert.All((string[])["0", "0.01", "0.03", "0.1", "0.3", "0.7", "1.5", "3", "10", "chosen: λ = 0.1"], label => Assert.Contains(label, texts));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_dark_page_has_another_colour_for_each_but_a_heat_maps_own(string name)
    {
        var exchanged = Exchanged().Matches(Picture.StyleSheet).Select(m => m.Groups[1].Value).ToHashSet();
        var colors = Drawn(name).Descendants().Attributes().Where(a => a.Name.LocalName is "fill" or "stroke" && a.Value != "none");
        if (Charts[name]() is HeatMap) colors = colors.Where(a => a.Parent!.Name.LocalName is not ("rect" or "path") && a.Value is not ("#FEFEFE" or "#1F2329"));
        Assert.All(colors, color => Assert.Contains(color.Value, exchanged));
    }

    [Fact]
    public void A_heat_map_of_ten_thousand_cells_is_half_a_megabyte_at_most()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"{i}").ToList();
        var values = names.Select((_, row) => (IReadOnlyList<double>)[.. names.Select((_, column) => Math.Sin(row / 9.0) + Math.Cos(column / 7.0))]).ToList();
        using var svg = new StringWriter();
        Picture.Of(new HeatMap(names, names, values) { Title = "Many" }).WriteInline(svg);
        Assert.InRange(svg.ToString().Length, 100_000, 500_000);
    }

    [Fact]
    public void Cell_text_contrasts_with_its_colour()
    {
        var texts = Drawn("heat map").Descendants().Where(e => e.Name.LocalName == "text").ToList();
        Assert.Contains(texts, e => e.Value == "10.0" && (string?)e.Attribute("fill") == "#1F2329"); // the lightest cell
        Assert.Contains(texts, e => e.Value == "95.0" && (string?)e.Attribute("fill") == "#FEFEFE"); // the darkest
    }

    [Fact]
    public void Names_that_differ_only_at_their_ends_are_told_apart()
    {
        string Name(int i) => $"{new string('n', 200)} {i}";
        var chart = new DotChart([Name(17), Name(18)], [new("", [new(1), new(2)])]) { Title = "t" };
        var map = new HeatMap(["a"], [Name(17), Name(18)], [[1, 2]]) { Title = "t" };
        foreach (var picture in (Chart[])[chart, map])
        {
            using var svg = new StringWriter();
            Picture.Of(picture).WriteStandalone(svg);
            var texts = Texts(XElement.Parse(svg.ToString())).ToList();
            Assert.Contains(texts, text => text.StartsWith('n') && text.EndsWith("n 17", StringComparison.Ordinal) && text.Contains('…'));
            Assert.Contains(texts, text => text.StartsWith('n') && text.EndsWith("n 18", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_heat_map_by_ratio_says_so()
    {
        using var svg = new StringWriter();
        Picture.Of(new HeatMap(["a"], ["b", "c"], [[0.01, 1]]) { Title = "t", Value = new("loss") { Kind = ScaleKind.Log } }).WriteStandalone(svg);
        Assert.Contains("loss, colours go by ratio", Texts(XElement.Parse(svg.ToString())));
    }

    [Fact]
    public void Pictures_stay_small()
    {
        Assert.InRange(Standalone("boundary").Length, 4_000, 16_000);
        Assert.All(Charts.Keys, name => Assert.InRange(Standalone(name).Length, 2_000, 20_000));
    }

    private static IEnumerable<string> Texts(XElement root) => root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value);

    private static (string Text, double Left, double Right, double Top, double Bottom) Box(XElement text)
    {
        var (x, y) = ((double)text.Attribute("x")!, (double)text.Attribute("y")!);
        return (text.Value, x, x + ((double?)text.Attribute("textLength") ?? 5), y - 8, y + 2);
    }

    private static XElement Drawn(string name) => XElement.Parse(Standalone(name));

    private static string Standalone(string name)
    {
        using var writer = new StringWriter();
        Picture.Of(Charts[name]()).WriteStandalone(writer);
        return writer.ToString();
    }

    [GeneratedRegex("fill=\"(#[0-9A-F]{6})\"")]
    private static partial Regex Exchanged();
}
