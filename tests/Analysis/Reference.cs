using System.Globalization;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Analysis;

/// <summary>What R, SciPy, NumPy and scikit-learn computed; the script beside a file says how.</summary>
internal static class Reference
{
    public static double[] Of(string name) => [.. ((string[])["statistics.csv", "resampling.csv", "importance.csv"])
        .SelectMany(file => File.ReadLines(Path.Combine(Experiments.Root, "tests/Analysis/reference", file)))
        .Select(line => line.Split(','))
        .Where(cells => cells[0][..Math.Max(0, cells[0].LastIndexOf(' '))] == name)
        .Select(cells => double.Parse(cells[1], CultureInfo.InvariantCulture))];

    public static void AssertNear(string name, double relative, params double[] actual)
    {
        var expected = Of(name);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - Margin(pair.First), pair.First + Margin(pair.First)));

        double Margin(double value) => relative * Math.Max(Math.Abs(value), 1e-3);
    }
}
