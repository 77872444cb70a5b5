using Goalkeeper.Report;
using Goalkeeper.Tests.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Report;

public class MarkdownTests
{
    private const string Small = """
        name: small
        description: Two initializations and three λ, with | and *stars*.
        dataset: pitch
        network: { hidden: [3] }
        training: { learning_rate: 0.3, iterations: 30, keep_prob: 0.8 }
        variants:
          - { name: "he <b>", note: "a_b | `c`", initialization: he }
          - { name: zeros, initialization: zeros }
        parameters: { lambda: [0, 0.5, 1] }
        replicates: 2

        """;

    private static Outcome Made(TrainingSettings s) => s is { Lambda: 1, Initialization: Initialization.Zeros }
        ? throw new InvalidOperationException("out of luck")
        : new Outcome { Dev = 0.9 - s.Lambda / 10 + s.Seed / 100.0, Train = 0.95 };

    /// <summary>After a change that is meant: <c>GOALKEEPER_RENEW=1</c> and this test, then git diff.</summary>
    [Fact]
    public void Golden_text_of_a_small_report()
    {
        var path = Path.Combine(Experiments.Root, "tests", "Report", "Expected", "small.md");
        var actual = Reports.File(Reports.Of(Small, Made), "report.md");
        if (Environment.GetEnvironmentVariable("GOALKEEPER_RENEW") == "1") File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    [Theory]
    [InlineData("a|b", @"a\|b")]
    [InlineData("*a* _b_", @"\*a\* \_b\_")]
    [InlineData("<script>alert(1)</script>", @"\<script\>alert(1)\</script\>")]
    [InlineData("`a` \\ [b](c)", @"\`a\` \\ \[b\](c)")]
    [InlineData("&lt; $x$ ~~y~~", @"\&lt; \$x\$ \~\~y\~\~")]
    [InlineData("# not a heading", @"\# not a heading")]
    [InlineData("- not a list", @"\- not a list")]
    [InlineData("1. not a list", @"1\. not a list")]
    [InlineData("0.5 is a number, 1-2 a range", "0.5 is a number, 1-2 a range")]
    public void Markup_in_names_and_texts_stands_for_itself(string text, string escaped)
    {
        var quoted = $"'{text}'";
        var markdown = Reports.File(
            Reports.Of(
                $"name: x\ndescription: {quoted}\ndataset: pitch\n{Reports.Network}"
                    + $"variants: [{{ name: {quoted}, note: {quoted} }}, {{ name: b }}]\n",
                _ => new Outcome()),
            "report.md");
        Assert.StartsWith($"# x\n\n{escaped}\n\n", markdown, StringComparison.Ordinal);
        Assert.Contains($"\n| **{escaped}** | **90.0\u00a0%** | **80.0\u00a0%** | **73.9–85.0\u00a0%** | **{escaped}** |\n", markdown, StringComparison.Ordinal);
        Assert.Contains("\n| b | 90.0\u00a0% | 80.0\u00a0% | 73.9–85.0\u00a0% |  |\n", markdown, StringComparison.Ordinal);
        Assert.Contains($"\n![{escaped}](accuracy-1.svg)\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_of_several_lines_is_one_paragraph()
    {
        var markdown = Reports.File(
            Reports.Of($"name: x\ndescription: |\n  one\n\n  two\ndataset: pitch\n{Reports.Network}", _ => new Outcome()), "report.md");
        Assert.StartsWith("# x\n\none  two\n\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void An_experiment_with_a_code_fence_in_it_stays_in_its_own()
    {
        var report = Reports.Of($"# ```\n# ````\nname: x\ndataset: pitch\n{Reports.Network}", _ => new Outcome());
        var markdown = Reports.File(report, "report.md");
        Assert.Contains("\n`````yaml\n# ```\n# ````\nname: x\n", markdown, StringComparison.Ordinal);
        Assert.EndsWith("\n`````\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_plot_is_shown_and_every_shown_plot_is_a_file()
    {
        var report = Reports.Of(Small, Made);
        var markdown = Reports.File(report, "report.md");
        var shown = markdown.Split('\n')
            .Where(l => l.StartsWith("![", StringComparison.Ordinal)).Select(l => l[(l.LastIndexOf('(') + 1)..^1]);
        Assert.Equal(ReportFile.Of(report, portable: true).Select(f => f.Name).Where(n => n.EndsWith(".svg", StringComparison.Ordinal)), shown);
    }
}
