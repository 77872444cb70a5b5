using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

/// <summary>What holds for every method.</summary>
public class MethodTests
{
    private static readonly Dictionary<string, Func<IMethod>> MethodsByName = new()
    {
        ["random"] = () => new RandomMethod(),
        ["sobol"] = () => new SobolMethod(),
        ["tpe"] = () => new TpeMethod(),
        ["gp"] = () => new GpMethod(),
    };

    public static TheoryData<string> Methods => [.. MethodsByName.Keys];

    public static TheoryData<string, string> MethodsAndResults => new(
        from method in MethodsByName.Keys
        from results in Results.Keys
        select (method, results));

    private static readonly Dictionary<string, Func<double[], double?>> Results = new()
    {
        ["all equal"] = _ => 1,
        ["all failed"] = _ => null,
        ["most failed"] = point => point[2] == 0 && point[0] < 0.01 ? point[1] : null,
        ["huge"] = point => (point[0] - 0.5) * 1e300 * 1e8,
        ["no number"] = point => point[2] switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => double.NegativeInfinity },
        ["one far off"] = point => point[1] == 1 ? 1e300 : point[0],
    };

    [Theory]
    [MemberData(nameof(MethodsAndResults))]
    public void Whatever_the_results_points_are_in_the_space_and_new(string method, string results)
    {
        var space = Searching.Everything;
        var found = Searching.Run(space, MethodsByName[method](), 30, Results[results], parallelism: 3);
        Assert.Equal(30, found.Count);
        Assert.Equal(30, found.Select(o => string.Join(' ', o.Point)).Distinct().Count());
        Assert.All(found, o => AssertInside(space, o.Point));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_finite_number_counts_as_what_failed(double none)
    {
        Assert.Equal([3, 5, 3, 5], new History([new([0], 3), new([1], none), new([2], 3), new([3], 5)], []).Values());
        Assert.Equal([0, 0], new History([new([0], none), new([1], null)], []).Values());
        foreach (var method in (string[])["tpe", "gp"])
        {
            Assert.Equal(Points(null), Points(none));

            IEnumerable<double> Points(double? value) => Searching.Run(Searching.Cube(2), MethodsByName[method](), 24, p => p[0] < 0 ? value : p[0] + p[1]).SelectMany(o => o.Point);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_space_of_categories_is_gone_through_to_its_end(string method)
    {
        var space = new SearchSpace([new("a", Choice.Of(4)), new("b", new Choice([0.9, 0.1, 0])), new("c", Choice.Of(2))]);
        var found = Searching.Run(space, MethodsByName[method](), 100, point => point[0] + point[1]);
        Assert.Equal(16, found.Count);
        Assert.Equal(16, found.Select(o => string.Join(' ', o.Point)).Distinct().Count());
        Assert.DoesNotContain(found, o => o.Point[1] == 2); // has the probability 0
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_space_of_one_point_has_one(string method)
    {
        var space = new SearchSpace([new("a", Choice.Of(1)), new("b", Stepped.Whole(3, 3))]);
        Assert.Equal([0, 3], Assert.Single(Searching.Run(space, MethodsByName[method](), 100, _ => 1)).Point);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Two_hundred_dimensions_are_searched(string method)
    {
        var space = Searching.Cube(200);
        var found = Searching.Run(space, MethodsByName[method](), 14, point => Searching.Bowl(space, point), parallelism: 2);
        Assert.All(found, o => AssertInside(space, o.Point));
        Assert.Equal(14, found.Select(o => o.Point[199]).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Who_asks_and_what_was_asked_before_make_no_difference(string method)
    {
        var space = Searching.Everything;
        var found = Searching.Run(space, MethodsByName[method](), 30, point => Searching.Bowl(space, point));
        var history = new History(found[..26], [.. found[26..].Select(o => o.Point)]);
        var used = new Proposer(space, MethodsByName[method](), 5, isExcluded: _ => false);
        used.Next(history with { UnderWay = [] });
        var expected = used.Next(history);
        Parallel.For(0, 4, _ => Assert.Equal(expected, new Proposer(space, MethodsByName[method](), 5, isExcluded: _ => false).Next(history)));
    }

    [Theory]
    [InlineData("random", "18fd6b793dc1e26d")]
    [InlineData("sobol", "09e8459e3e6bc9e3")]
    [InlineData("tpe", "b2c89241b5eaf716")]
    [InlineData("gp", "c58e175c9064379e")]
    public void Proposals_are_these_bits(string method, string digest)
    {
        var space = Searching.Everything;
        var found = Searching.Run(space, MethodsByName[method](), 60, point => point[1] == 3 ? null : Searching.Bowl(space, point), parallelism: 4);
        var bits = found.SelectMany(o => o.Point).Select(v => double.IsNaN(v) ? double.NaN : v).ToArray();
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(bits)))[..16]);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Every_width_of_vectors_proposes_the_same_bits(string variable)
    {
        string[] words =
            [Path.Combine(AppContext.BaseDirectory, "Goalkeeper.Tests.dll"), "-method", $"{typeof(MethodTests).FullName}.{nameof(Proposals_are_these_bits)}"];
        var start = new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, Environment = { [variable] = "0" } };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Total: {MethodsByName.Count}, "), output, StringComparison.Ordinal);
    }

    private static void AssertInside(SearchSpace space, IReadOnlyList<double> point)
    {
        Assert.Equal(space.Reduce([.. point]), point);
        for (var i = 0; i < point.Count; i++)
        {
            if (double.IsNaN(point[i])) continue;
            Assert.True(double.IsFinite(point[i]), $"{space.Dimensions[i].Name}: {point[i]}");
            var (low, high) = space.Dimensions[i].Domain.Cell(point[i]);
            Assert.True(low is >= 0 and <= 1 && high >= low && high <= 1, $"{space.Dimensions[i].Name}: {point[i]}");
        }
    }
}
