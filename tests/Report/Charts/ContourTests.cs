using CsCheck;
using Goalkeeper.Report.Charts;

namespace Goalkeeper.Tests.Report;

public class ContourTests
{
    [Fact]
    public void A_circle_has_the_area_of_a_circle()
    {
        // f = 1 − x² − y² above 0.36: radius 0.8. Along an edge f'' = −2, so linear interpolation reads f low by at most h²/8 · 2, and
        // misplaces the radius by at most that over |∇f| = 2r: h²/6.4, inwards. Chords of a length up to √2 h cut off at most
        // (√2 h)²/8r = h²/3.2. So the radius is off by less than h²/2, and the area by less than 2πr · h²/2.
        const double R = 0.8;
        var h = 2.0 / 80;
        var loops = Contour.Region(Grid(81, (x, y) => 1 - x * x - y * y), 1 - R * R);
        var loop = Assert.Single(loops);
        Assert.InRange(SignedArea(loop), Math.PI * R * R - Math.PI * R * h * h, Math.PI * R * R);
        Assert.All(loop, p => Assert.InRange(Math.Sqrt(p.X * p.X + p.Y * p.Y), R - h * h / 4, R + 1e-12));
    }

    [Fact]
    public void A_ring_has_a_hole_that_runs_the_other_way_round()
    {
        var loops = Contour.Region(Grid(81, (x, y) => -Math.Abs(Math.Sqrt(x * x + y * y) - 0.6)), -0.2);
        Assert.Equal([-1, 1], loops.Select(l => Math.Sign(SignedArea(l))).Order());
        Assert.Equal(Math.PI * (0.64 - 0.16), loops.Sum(SignedArea), 0.01);
    }

    [Fact]
    public void A_plane_is_cut_exactly_where_it_crosses_the_level()
    {
        // Linear interpolation is exact for x > 0.3, whose region is 0.7 × 2, closed along the border.
        var loop = Assert.Single(Contour.Region(Grid(9, (x, _) => x), 0.3));
        Assert.Equal(0.7 * 2, SignedArea(loop), 12);
        Assert.Equal(0.3, loop.Min(p => p.X), 12);
        Assert.Equal((1.0, -1.0, 1.0), (loop.Max(p => p.X), loop.Min(p => p.Y), loop.Max(p => p.Y)));
    }

    [Fact]
    public void A_region_that_covers_everything_is_the_whole_rectangle()
    {
        var loop = Assert.Single(Contour.Region(Grid(5, (_, _) => 1), 0.5));
        Assert.Equal(4, SignedArea(loop), 12);
        Assert.Empty(Contour.Region(Grid(5, (_, _) => 0.5), 0.5));
        Assert.Empty(Contour.Region(Grid(5, (_, _) => double.NaN), 0.5));
    }

    [Theory]
    [InlineData(0.9, 0.2, 1)] // mean 0.55: the high corners are joined
    [InlineData(0.8, 0.1, 2)] // mean 0.45: they are apart
    public void A_saddle_is_joined_if_its_mean_exceeds_the_level(double high, double low, int regions)
    {
        Assert.Equal(regions, Contour.Region(new ValueGrid(new[,] { { high, low }, { low, high } }, 0, 1, 0, 1), 0.5).Count);
        Assert.Equal(regions, Contour.Region(new ValueGrid(new[,] { { low, high }, { high, low } }, 0, 1, 0, 1), 0.5).Count);
    }

    [Fact]
    public void Noise_gives_closed_loops_whose_area_is_the_regions() =>
        // Values 0 and 1 at level 0.5: by symmetry the area is near the share of ones.
        Gen.Int[0, 1].Array[41 * 41].Sample(
            values =>
            {
                var at = 0;
                var area = Contour.Region(Grid(41, (_, _) => values[at++]), 0.5).Sum(SignedArea);
                Assert.Equal(4 * values.Average(), area, 0.3);
            },
            iter: 30);

    [Fact]
    public void A_grid_without_extent_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Contour.Region(new ValueGrid(new double[1, 5], 0, 1, 0, 1), 0.5));
        Assert.Throws<ArgumentException>(() => Contour.Region(new ValueGrid(new double[5, 5], 1, 1, 0, 1), 0.5));
    }

    /// <summary>A function on n × n nodes over −1 … 1.</summary>
    internal static ValueGrid Grid(int n, Func<double, double, double> f)
    {
        var values = new double[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++)
            {
                values[row, column] = f(-1 + 2.0 * column / (n - 1), -1 + 2.0 * row / (n - 1));
            }
        }

        return new ValueGrid(values, -1, 1, -1, 1);
    }

    private static double SignedArea(IReadOnlyList<ContourPoint> loop) =>
        loop.Select((p, i) => (P: p, Q: loop[(i + 1) % loop.Count])).Sum(e => e.P.X * e.Q.Y - e.Q.X * e.P.Y) / 2;
}
