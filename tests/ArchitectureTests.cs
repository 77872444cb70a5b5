using System.Text.RegularExpressions;
using System.Xml.Linq;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests;

/// <summary>The folders are the architecture: arrows point one way. A failing test explains the rule.</summary>
public partial class ArchitectureTests
{
    [Theory]
    [InlineData("Numerics", new string[0])]
    [InlineData("Training", new[] { "Numerics" })]
    [InlineData("Search", new[] { "Numerics" })]
    [InlineData("Store", new string[0])]
    [InlineData("Analysis", new[] { "Numerics", "Store" })]
    [InlineData("Runner", new[] { "Search", "Store", "Training" })]
    [InlineData("Report", new[] { "Analysis", "Store", "Training" })]
    [InlineData("Cli", new[] { "Report", "Runner" })]
    public void A_folder_refers_only_to_the_folders_below_it(string folder, string[] allowed)
    {
        var project = XDocument.Load(Path.Combine(Experiments.Root, "src", folder, $"Goalkeeper.{folder}.csproj"));
        var references = project.Descendants("ProjectReference").Select(r => Path.GetFileName(Path.GetDirectoryName(r.Attribute("Include")!.Value)));
        Assert.Equal(allowed, references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Training_is_arrays_in_and_numbers_out()
    {
        // No files, no console, no database, no clock: then its numbers can depend on nothing but what it is given.
        AssertAbsent("Training", ForbiddenInTraining());
        var packages = XDocument.Load(Path.Combine(Experiments.Root, "src/Training/Goalkeeper.Training.csproj")).Descendants("PackageReference");
        Assert.Equal(["Microsoft.CodeAnalysis.PublicApiAnalyzers"], packages.Select(p => p.Attribute("Include")!.Value)); // runs with the compiler alone
    }

    [Fact]
    public void A_search_is_a_pure_function_whose_last_bit_is_not_the_C_librarys()
    {
        AssertAbsent("Search", ForbiddenInTraining());
        AssertAbsent("Search", LibraryFunctions());
    }

    [Fact]
    public void Random_numbers_come_from_NumPys_generator_and_Philox_alone() =>
        Assert.All(["Numerics", "Training", "Search", "Store", "Analysis", "Runner", "Report", "Cli"], folder => AssertAbsent(folder, OtherGenerators()));

    [Fact]
    public void Reports_write_to_a_TextWriter_and_know_no_paths() => AssertAbsent("Report", Paths());

    [Fact]
    public void Charts_are_numbers_and_only_what_draws_them_knows_ScottPlot()
    {
        AssertAbsent("Report/Charts", Drawing());
        foreach (var folder in (string[])["Report/Figures", "Runner", "Store", "Cli"]) AssertAbsent(folder, Skia());
    }

    [Theory]
    [InlineData("Objectives/Programs", new[] { "Experiments", "Data", "Objectives", "Sweeps", "", "Verification" })]
    [InlineData("Experiments", new[] { "Data", "Objectives", "Sweeps", "", "Verification" })]
    [InlineData("Data", new[] { "Objectives", "Sweeps", "", "Verification" })]
    [InlineData("Objectives", new[] { "Sweeps", "", "Verification" })]
    [InlineData("Sweeps", new[] { "Verification" })]
    public void Within_the_runner_arrows_point_one_way_too(string folder, string[] above)
    {
        var types = above.SelectMany(f => TypesIn(Path.Combine("Runner", f)));
        // A member may be called as a type is.
        AssertAbsent($"Runner/{folder}", new Regex($@"(?<!\.)\b({string.Join('|', types)})\b(?!,| =>)"));
    }

    [Theory]
    [InlineData("Text", new string[0])]
    [InlineData("Charts", new[] { "Text" })]
    [InlineData("Drawing", new[] { "Charts" })]
    [InlineData("Tables", new[] { "Text" })]
    [InlineData("Figures", new[] { "Charts", "Drawing", "Text" })]
    [InlineData("Pictures", new[] { "Text" })]
    public void Within_the_report_arrows_point_one_way_too(string folder, string[] allowed)
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Experiments.Root, "src/Report")).Select(Path.GetFileName)
            .Except([.. allowed, folder, "bin", "obj"]);
        // What stands above the folders is in scope without a using.
        AssertAbsent(
            $"Report/{folder}", new Regex($@"\bReport\.({string.Join('|', folders)})\b|\b({string.Join('|', TypesIn("Report"))})\b"));
    }

    [Fact]
    public void The_report_takes_the_forward_pass_from_training_and_nothing_that_learns() => AssertAbsent("Report", Learning());

    /// <summary>The types of a folder, but not of those in it, by their files' names.</summary>
    private static IEnumerable<string?> TypesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Experiments.Root, "src", folder), "*.cs").Select(Path.GetFileNameWithoutExtension);

    private static void AssertAbsent(string folder, Regex forbidden)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Experiments.Root, "src", folder), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)) continue;
            var found = File.ReadLines(file).FirstOrDefault(line => forbidden.IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
            Assert.True(found is null, $"{Path.GetRelativePath(Experiments.Root, file)}: {found?.Trim()}");
        }
    }

    [GeneratedRegex(@"\b(File|Directory|Console|Process|Stopwatch|DateTime|DateTimeOffset|Environment)\.|Sqlite|new FileStream")]
    private static partial Regex ForbiddenInTraining();

    [GeneratedRegex(@"\bnew Random\(|Random\.Shared|RandomNumberGenerator|Guid\.NewGuid")]
    private static partial Regex OtherGenerators();

    [GeneratedRegex(@"\bMath\.(Exp|Log\w*|Pow|Cbrt|Sinh?|Cosh?|Tanh?|SinCos|Asin|Acos|Atan2?)\(|SpecialFunctions")]
    private static partial Regex LibraryFunctions();

    [GeneratedRegex(@"\b(File|Directory|Path)\.|new FileStream|new StreamWriter")]
    private static partial Regex Paths();

    [GeneratedRegex(@"\bScottPlot\b|\bSkiaSharp\b")]
    private static partial Regex Skia();

    [GeneratedRegex(@"\bScottPlot\b|\bSkiaSharp\b|Report\.(Drawing|Figures|Pictures)|Goalkeeper\.(Store|Training)")]
    private static partial Regex Drawing();

    [GeneratedRegex(@"\bTrainer\b|\.Backward\(|GradientCheck")]
    private static partial Regex Learning();
}
