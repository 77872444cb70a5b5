using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

public class RandomStateTests
{
    private static readonly JsonElement Seeds = ExpectedFigures.Read("numpy-rng").GetProperty("seeds");

    public static TheoryData<uint> AllSeeds => new(Seeds.EnumerateObject().Select(p => uint.Parse(p.Name, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory, MemberData(nameof(AllSeeds))]
    public void Draws_are_those_of_numpy_bit_for_bit(uint seed)
    {
        var expected = Seeds.GetProperty(seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected.Numbers("uint32_raw_10"), Draw(seed, 10, r => r.NextUInt32()));
        Assert.Equal(expected.Numbers("randn_20"), Draw(seed, 20, r => r.Gaussian()));
        Assert.Equal(expected.Numbers("permutation_211").Select(x => (int)x), new RandomState(seed).Permutation(211));
        Assert.Equal(expected.GetProperty("randn_100000").GetProperty("sha256_le_float64").GetString(), Hash(Draw(seed, 100_000, r => r.Gaussian())));
        Assert.Equal(expected.GetProperty("rand_100000").GetProperty("sha256_le_float64").GetString(), Hash(Draw(seed, 100_000, r => r.Uniform())));
    }

    [Theory, MemberData(nameof(AllSeeds))]
    public void Shuffle_then_normal_follows_numpy_as_make_circles_needs_it(uint seed)
    {
        var expected = Seeds.GetProperty(seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var random = new RandomState(seed);
        Assert.Equal(expected.Numbers("shuffle_arange_300").Select(x => (int)x), random.Permutation(300));
        var noise = Enumerable.Range(0, 6).Select(_ => 0.05 * random.Gaussian());
        Assert.Equal(expected.Numbers("after_shuffle_300_then_normal_scale_0.05_first6"), noise);

        var items = Enumerable.Range(0, 10).Select(i => i * 1.5).ToArray();
        new RandomState(seed).Shuffle(items.AsSpan());
        Assert.Equal(expected.Numbers("shuffle_float_array_10_times_1_5"), items);
    }

    [Theory, MemberData(nameof(AllSeeds))]
    public void A_uniform_draw_leaves_the_cached_gaussian_alone(uint seed)
    {
        var random = new RandomState(seed);
        double[] drawn = [random.Gaussian(), random.Gaussian(), random.Gaussian(), random.Uniform(), random.Uniform(), random.Gaussian(), random.Gaussian(), random.Uniform()];
        Assert.Equal(Seeds.GetProperty(seed.ToString(System.Globalization.CultureInfo.InvariantCulture)).Numbers("mixed_randn3_rand2_randn2_rand1"), drawn);
    }

    private static double[] Draw(uint seed, int count, Func<RandomState, double> draw)
    {
        var random = new RandomState(seed);
        return [.. Enumerable.Range(0, count).Select(_ => draw(random))];
    }

    private static string Hash(double[] values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan())));
}
