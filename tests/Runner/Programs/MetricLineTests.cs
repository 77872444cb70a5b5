using System.Globalization;
using System.Text;
using CsCheck;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Runner.Programs;

/// <summary>What a program prints becomes metrics, or stays an ordinary line; nothing that it prints is fatal.</summary>
public class MetricLineTests
{
    private static readonly HashSet<string> Declared = ["val_loss", "accuracy"];

    [Theory]
    [InlineData("""goalkeeper: {"step": 10, "val_loss": 0.31}""", "10: val_loss=0.31")]
    [InlineData("goalkeeper: val_loss=0.31 step=10", "10: val_loss=0.31")]
    [InlineData("goalkeeper:step=10,val_loss=0.31, train/loss=1e-3", "10: train/loss=0.001 10: val_loss=0.31")]
    [InlineData("  goalkeeper: a=1\tb=-2.", "1: a=1 1: b=-2")]
    [InlineData("""goalkeeper: {"step": 1e3, "a": -0.5E-2}""", "1000: a=-0.005")]
    [InlineData("""goalkeeper: {"a": 1, "b": null, "step": null}""", "1: a=1")]
    [InlineData("""goalkeeper: {"ü\u00e9": 1}""", "1: üé=1")]
    [InlineData("goalkeeper: step=0 a=1", "0: a=1")]
    [InlineData("""{"val_loss": 0.5, "lr": "cosine", "nested": {"accuracy": 1}}""", "1: val_loss=0.5")]
    [InlineData("""{"step": 4, "accuracy": 0.5, "loss": 3}""", "4: accuracy=0.5")]
    [InlineData("""{"step": "train", "message": "begin"}""", "")]
    [InlineData("""{"loss": 0.5}""", "")]
    [InlineData("{not json, val_loss", "")]
    [InlineData("{}", "")]
    [InlineData("val_loss=0.31", "")]
    [InlineData("epoch 3 goalkeeper: what?", "")]
    [InlineData("see goalkeeper: {}", "")]
    [InlineData("goalkeeper a=1", "")]
    [InlineData("", "")]
    public void A_line_is_a_measurement_or_an_ordinary_line(string line, string expected)
    {
        var (traces, wrong) = Read(line + "\n");
        Assert.Equal((expected, null), (traces, wrong));
    }

    [Theory]
    [InlineData("nan", double.NaN)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-nan", double.NaN)]
    [InlineData("nan(0x7)", double.NaN)]
    [InlineData("1.#QNAN", double.NaN)]
    [InlineData("-1.#IND", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("-1.#INF", double.NegativeInfinity)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_are_values_however_they_are_spelled(string word, double expected)
    {
        Assert.Equal(expected, Values($"goalkeeper: a={word}").Single());
        if (!word.Contains('#', StringComparison.Ordinal)) Assert.Equal([expected, 1], Values($$"""goalkeeper: {"a": {{word}}, "b": 1}"""));
        Assert.Equal(expected, Values($$"""goalkeeper: {"a": "{{(word == "1e999" ? "inf" : word)}}"}""").Single());

        static IEnumerable<double> Values(string line) => MetricLine.OfOutput(Encoding.UTF8.GetBytes(line), isWhole: true, Declared)!.Values.Values;
    }

    [Theory]
    [InlineData("goalkeeper: val_loss", "expected name=value, found `val_loss`")]
    [InlineData("goalkeeper: val_loss = 0.3", "expected name=value, found `val_loss`")]
    [InlineData("goalkeeper: val_loss=", "`val_loss` is no number: ``")]
    [InlineData("goalkeeper: val_loss=0.3.1", "`val_loss` is no number: `0.3.1`")]
    [InlineData("goalkeeper: val_loss=0,31", "expected name=value, found `31`")]
    [InlineData("goalkeeper: val_loss=--inf", "`val_loss` is no number: `--inf`")]
    [InlineData("goalkeeper: val_loss=NA", "`val_loss` is no number: `NA`")]
    [InlineData("goalkeeper: =1", "expected name=value, found `=1`")]
    [InlineData("goalkeeper: step=1", "it has no metric")]
    [InlineData("goalkeeper:", "it has no metric")]
    [InlineData("epoch 3 goalkeeper: a=1", "`goalkeeper:` stands behind something else; expected a line of its own")]
    [InlineData("""50 % goalkeeper: {"a": 1}""", "`goalkeeper:` stands behind something else; expected a line of its own")]
    [InlineData("goalkeeper: step=1.5 a=1", "a step is a whole number, 0 or more, not `1.5`")]
    [InlineData("goalkeeper: step=-1 a=1", "a step is a whole number, 0 or more, not `-1`")]
    [InlineData("goalkeeper: step=nan a=1", "a step is a whole number, 0 or more, not `nan`")]
    [InlineData("goalkeeper: step=1e300 a=1", "a step is a whole number, 0 or more, not `1e300`")]
    [InlineData("goalkeeper: {\"a\": 1", "expected JSON as in")]
    [InlineData("goalkeeper: {\"a\": 1} x", "expected JSON as in")]
    [InlineData("goalkeeper: {\"a\": 1, \"a\": 2}", "`a` stands twice; expected it once")]
    [InlineData("goalkeeper: {\"a\": 1, \"step\": 1, \"step\": 2}", "`step` stands twice; expected it once")]
    [InlineData("goalkeeper: a=1 a=1", "`a` stands twice; expected it once")]
    [InlineData("goalkeeper: a=1 step=1 step=1", "`step` stands twice; expected it once")]
    [InlineData("{\"val_loss\": 1, \"x\": 1, \"val_loss\": 2}", "`val_loss` stands twice; expected it once")]
    [InlineData("goalkeeper: {\"a\": true}", "`a` is no number: `true`")]
    [InlineData("goalkeeper: {\"a\": \"0.3\"}", "`a` is no number: `\"0.3\"`")]
    [InlineData("goalkeeper: {\"a\": [1]}", "`a` is no number: `[1]`")]
    [InlineData("goalkeeper: {\"\\ud800\": 1}", "expected JSON as in")]
    [InlineData("goalkeeper: {\"a\\u0007\": 1}", "a metric's name has")]
    [InlineData("goalkeeper: {\"\": 1}", "a metric's name has")]
    [InlineData("{\"val_loss\": \"low\"}", "`val_loss` is no number: `\"low\"`")]
    [InlineData("{\"val_loss\": 1, \"step\": \"one\"}", "`step` is no number: `\"one\"`")]
    public void A_line_that_is_not_quite_right_is_told_with_its_number_and_reason(string line, string reason)
    {
        var (traces, wrong) = Read($"hello\n\n{line}\ngoalkeeper: bad\n");
        Assert.Equal(("", 2), (traces, wrong!.Count));
        Assert.StartsWith($"line 3 of the output: {reason}", wrong.First, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("goalkeeper: a=1\ngoalkeeper: a=2\ngoalkeeper: a=3\n", "1: a=1 2: a=2 3: a=3")]
    [InlineData("goalkeeper: a=1\ngoalkeeper: b=1\ngoalkeeper: a=2\ngoalkeeper: b=2\n", "1: a=1 2: a=2 1: b=1 2: b=2")]
    [InlineData("goalkeeper: a=1\ngoalkeeper: a=2 b=2\n", "1: a=1 2: a=2 2: b=2")]
    [InlineData("goalkeeper: a=1 step=5\ngoalkeeper: a=2\n", "5: a=1 6: a=2")]
    [InlineData("goalkeeper: a=1 step=5\ngoalkeeper: a=2 step=5\n", "5: a=2")]
    [InlineData("goalkeeper: a=1 step=5\ngoalkeeper: a=2 step=2\n", "2: a=2 5: a=1")]
    [InlineData("a=1\r\ngoalkeeper: a=1\r\ngoalkeeper: a=2\r\n", "1: a=1 2: a=2")]
    [InlineData(" 10%\r 50%\rgoalkeeper: a=1\r 90%", "1: a=1")]
    [InlineData("goalkeeper: {\"a\": 1}", "1: a=1")]
    [InlineData("{\"val_loss\": 1}", "1: val_loss=1")]
    [InlineData("{\"val_loss\": 1", "")]
    [InlineData("{\"val\\u005floss\": 1}\n{\"x\": 2, \"accuracy\": 1}\n{\"x\": 2}\n", "1: accuracy=1 1: val_loss=1")]
    public void Lines_make_traces(string output, string expected)
    {
        var (traces, wrong) = Read(output);
        Assert.Equal((expected, null), (traces, wrong));
    }

    [Theory]
    [InlineData("goalkeeper: a=0.3")]
    [InlineData("goalkeeper: {\"a\": 0.3")]
    public void Half_a_line_at_the_end_is_none(string output)
    {
        var (traces, wrong) = Read(output);
        Assert.Equal(("", new WrongLines(1, "line 1 of the output: the line was cut")), (traces, wrong));
    }

    [Fact]
    public void A_line_that_is_longer_than_64_KiB_is_log_and_the_next_one_counts()
    {
        var (traces, wrong) = Read($"{new string('x', 200_000)}\n{{\"val_loss\": 1, \"x\": \"{new string('x', 70_000)}\"}}\ngoalkeeper: a=1\n");
        Assert.Equal(("1: a=1", null), (traces, wrong));
        (traces, wrong) = Read($"goalkeeper: a=1{new string(' ', 70_000)}\ngoalkeeper: a=2\n");
        Assert.Equal(("1: a=2", new WrongLines(1, "line 1 of the output: the line was cut")), (traces, wrong));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_tolerated()
    {
        var bytes = (byte[])[.. "goalkeeper: {\"a"u8, 0xFF, .. "\": 1}\n"u8, 0xFF, 0xFE, 0, (byte)'\n', .. "{\"val_loss\": 1, \""u8, 0xC3, .. "\": 0}\ngoalkeeper: a=1\n"u8];
        var (traces, wrong) = Read(bytes, [bytes.Length]);
        Assert.Equal("1: a=1", traces);
        Assert.Equal(1, wrong!.Count);
    }

    [Fact]
    public void The_metrics_file_is_JSON_line_by_line_and_counts_on_with_the_output()
    {
        var metrics = new ReportedMetrics(Declared, (_, _) => true);
        var (output, file) = (new LineReader(metrics.AddOutput, MetricLine.MayBeIn), new LineReader(metrics.AddFile, _ => true));
        file.Add("\uFEFF{\"a\": 1}\n\n{\"a\": NaN}\n"u8);
        output.Add("goalkeeper: a=3\n"u8);
        file.Add("a=4\n{\"a\": 5"u8);
        file.End();
        Assert.Equal("1: a=1 2: a=NaN 3: a=3", Text(metrics.Traces()));
        Assert.Equal(new WrongLines(2, """line 4 of the metrics file: expected JSON as in {"step": 10, "val_loss": 0.31}"""), metrics.Wrong);
    }

    [Fact]
    public void Once_a_trial_may_not_go_on_nothing_counts_any_more()
    {
        var told = new List<long>();
        var metrics = new ReportedMetrics(Declared, (step, _) =>
        {
            told.Add(step);
            return step < 2;
        });
        var lines = new LineReader(metrics.AddOutput, MetricLine.MayBeIn);
        lines.Add("goalkeeper: a=1\ngoalkeeper: a=2\ngoalkeeper: a=3\ngoalkeeper: bad\n"u8);
        Assert.Equal(("1: a=1 2: a=2", null, false), (Text(metrics.Traces()), metrics.Wrong, metrics.MayGoOn));
        Assert.Equal([1, 2], told);
    }

    [Fact]
    public void There_is_an_end_to_the_metrics_and_the_points_of_a_trial()
    {
        var metrics = new ReportedMetrics(Declared, (_, _) => true);
        for (var n = 1; n <= ReportedMetrics.MostMetrics + 5; n++) metrics.AddOutput(n, Encoding.UTF8.GetBytes($"goalkeeper: m{n}=1"), isWhole: true);
        Assert.Equal(ReportedMetrics.MostMetrics, metrics.Traces().Count);
        Assert.Equal(new WrongLines(5, "line 1001 of the output: a trial has at most 1,000 metrics"), metrics.Wrong);

        metrics = new ReportedMetrics(Declared, (_, _) => true);
        for (var n = 1; n <= ReportedMetrics.MostPoints + 5; n++) metrics.AddOutput(n, "goalkeeper: a=1"u8, isWhole: true);
        metrics.AddOutput(0, "goalkeeper: a=2 step=1"u8, isWhole: true);
        Assert.Equal(new WrongLines(5, "line 1000001 of the output: a trial has at most 1,000,000 values of metrics"), metrics.Wrong);
        Assert.Equal((ReportedMetrics.MostPoints, 2), (metrics.Traces()[0].Values.Count, metrics.Traces()[0].Values[0]));
    }

    [Fact]
    public void It_never_matters_where_the_output_is_cut_into_pieces()
    {
        var parts = OneOf(
            "goalkeeper: a=1 step=3\n", "goalkeeper: {\"a\": 2}\r\n", "{\"val_loss\": NaN}\n", "{\"val_loss\": 1}", "goalkeeper: bad\n", "goalkeeper:", "\r", "\n",
            " 50%", "ü", "\uFEFF", "goalkeeper: b=inf", new string('x', 40_000));
        Gen.Select(parts.Array[0, 12], Gen.Int[1, 30_000].Array[1, 6], Gen.Bool).Sample((text, sizes, single) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(text));
            if (single && bytes.Length < 2000) sizes = [1];
            return Same(Read(bytes, [Math.Max(1, bytes.Length)]), Read(bytes, sizes));
        }, iter: 2000);

        static bool Same((string, WrongLines?) one, (string, WrongLines?) other) => one == other;
    }

    [Fact]
    public void Nothing_that_a_program_prints_is_fatal()
    {
        var bytes = Gen.OneOf(
            Gen.Byte.Array[0, 60], OneOf("goalkeeper:", "{", "\"", "step", "=", ":", "NaN", "-inf", "1", "\\u", "}", ",", " ", "\n").Array[0, 20]
                .Select(words => Encoding.UTF8.GetBytes(string.Concat(words))));
        bytes.Sample(b =>
        {
            Read([.. "goalkeeper: "u8, .. b], [7]);
            Read([.. "{\"val_loss\":"u8, .. b], [7]);
            Read(b, [3]);
        }, iter: 5000);
    }

    private static Gen<string> OneOf(params string[] all) => Gen.Int[0, all.Length - 1].Select(n => all[n]);

    private static (string Traces, WrongLines? Wrong) Read(string output) => Read(Encoding.UTF8.GetBytes(output), [1 << 20]);

    private static (string Traces, WrongLines? Wrong) Read(byte[] output, int[] sizes)
    {
        var metrics = new ReportedMetrics(Declared, (_, _) => true);
        var lines = new LineReader(metrics.AddOutput, MetricLine.MayBeIn);
        for (var (at, n) = (0, 0); at < output.Length; n++)
        {
            var size = Math.Min(sizes[n % sizes.Length], output.Length - at);
            lines.Add(output.AsSpan(at, size));
            at += size;
        }
        lines.End();
        return (Text(metrics.Traces()), metrics.Wrong);
    }

    private static string Text(IEnumerable<Goalkeeper.Store.Trace> traces) => string.Join(
        ' ', traces.SelectMany(t => t.Iterations.Zip(t.Values, (step, value) => string.Create(CultureInfo.InvariantCulture, $"{step}: {t.Metric}={value}"))));
}
