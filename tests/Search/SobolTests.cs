using Goalkeeper.Search;

namespace Goalkeeper.Tests.Search;

public class SobolTests
{
    [Fact]
    public void The_sequence_is_that_of_SciPy()
    {
        // scipy.stats.qmc.Sobol(6, scramble=False).random(16), times 16
        int[][] expected =
        [
            [0, 0, 0, 0, 0, 0], [8, 8, 8, 8, 8, 8], [12, 4, 4, 4, 12, 12], [4, 12, 12, 12, 4, 4],
            [6, 6, 10, 14, 6, 2], [14, 14, 2, 6, 14, 10], [10, 2, 14, 10, 10, 14], [2, 10, 6, 2, 2, 6],
            [3, 5, 15, 7, 9, 5], [11, 13, 7, 15, 1, 13], [15, 1, 11, 3, 5, 9], [7, 9, 3, 11, 13, 1],
            [5, 3, 5, 9, 15, 7], [13, 11, 13, 1, 7, 15], [9, 7, 1, 13, 3, 11], [1, 15, 9, 5, 11, 3],
        ];
        for (var i = 0; i < 16; i++)
        {
            for (var d = 0; d < 6; d++) Assert.Equal((uint)expected[i][d] << 28, SobolSequence.Element(i, d));
        }
        // scipy.stats.qmc.Sobol(256, scramble=False).random(1024)[[3, 100, 777]][:, [0, 1, 63, 128, 255]]
        double[][] far =
        [
            [0.25, 0.75, 0.25, 0.75, 0.25], [0.4140625, 0.2578125, 0.6484375, 0.2578125, 0.5703125],
            [0.69238281, 0.93652344, 0.42675781, 0.68457031, 0.63574219],
        ];
        foreach (var (index, row) in ((int[])[3, 100, 777]).Zip(far))
        {
            foreach (var (dimension, value) in ((int[])[0, 1, 63, 128, 255]).Zip(row))
                Assert.Equal(value, SobolSequence.Element(index, dimension) / 4294967296.0, 1e-8);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Scrambled_too_each_elementary_rectangle_of_the_first_two_dimensions_has_one_point(uint seed)
    {
        const int m = 8;
        for (var a = 0; a <= m; a++)
        {
            var cells = Enumerable.Range(0, 1 << m).Select(i =>
                ((int)(SobolMethod.Unit(i, 0, seed) * (1 << a)), (int)(SobolMethod.Unit(i, 1, seed) * (1 << (m - a)))));
            Assert.Equal(1 << m, cells.Distinct().Count());
        }
    }

    [Fact]
    public void Scrambled_too_each_dimension_alone_has_one_point_in_each_part()
    {
        for (var dimension = 0; dimension < SobolSequence.Dimensions; dimension++)
            Assert.Equal(64, Enumerable.Range(0, 64).Select(i => (int)(SobolMethod.Unit(i, dimension, 9) * 64)).Distinct().Count());
    }

    [Fact]
    public void Each_seed_scrambles_otherwise_and_each_dimension()
    {
        double[] First(uint seed) => [.. Enumerable.Range(0, 50).Select(dimension => SobolMethod.Unit(0, dimension, seed))];
        Assert.Equal(200, Enumerable.Range(1, 4).SelectMany(seed => First((uint)seed)).Distinct().Count());
    }

    [Fact]
    public void There_are_numbers_for_256_dimensions_and_more_are_at_random()
    {
        Assert.Equal(256, SobolSequence.Dimensions);
        var points = Searching.Run(Searching.Cube(260), new SobolMethod(), 8, _ => 1);
        Assert.Equal(8, points.Select(o => o.Point[255]).Distinct().Count());
        Assert.Equal(8, points.Select(o => o.Point[259]).Distinct().Count());
    }

    [Fact]
    public void Points_lie_closer_to_any_place_than_those_at_random()
    {
        // The share of 64 points below x in each dimension is off by at most 1/64; at random by about 0.06 on average.
        var points = Searching.Run(Searching.Cube(10), new SobolMethod(), 64, _ => 1);
        for (var dimension = 0; dimension < 10; dimension++)
        {
            var below = points.Count(o => o.Point[dimension] < -5 + 10 * 0.37);
            Assert.Equal(0.37, below / 64.0, 1.0 / 64);
        }
    }
}
