using System.Runtime.Intrinsics;
using CsCheck;
using Goalkeeper.Numerics;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

/// <summary>Resampled masks are a function of seed, iteration, layer and element, written here once more, plainly.</summary>
public class DropoutMasksTests
{
    [Fact]
    public void The_plain_generator_draws_the_words_of_the_reference_implementation()
    {
        // "philox4x32 7" and "10" of Random123's kat_vectors.
        Assert.Equal([0x5f6fb709u, 0x0d893f64u, 0x4f121f81u, 0x4f730a48u], PlainPhilox([0, 0, 0, 0], 0, 0, 7));
        Assert.Equal([0x5207ddc2u, 0x45165e59u, 0x4d8ee751u, 0x8c52f662u], PlainPhilox([~0u, ~0u, ~0u, ~0u], ~0u, ~0u, 7));
        Assert.Equal(
            [0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u],
            PlainPhilox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 0xa4093822, 0x299f31d0, 10));
    }

    [Fact]
    public void The_vector_generator_draws_what_the_plain_one_does()
    {
        Gen.Select(Gen.UInt.Array[5], Gen.UInt.Array[8]).Sample((words, c1) =>
        {
            var (key0, key1, c0, c2, c3) = (words[0], words[1], words[2], words[3], words[4]);
            var (w0, w1, w2, w3) = new Philox(key0, key1, c0, c2, c3).Draw(Vector512.Create(c1.Select(w => (ulong)w).ToArray()));
            for (var lane = 0; lane < 8; lane++)
            {
                // Only the low halves are words.
                uint[] drawn = [(uint)w0[lane], (uint)w1[lane], (uint)w2[lane], (uint)w3[lane]];
                Assert.Equal(PlainPhilox([c0, c1[lane], c2, c3], key0, key1, 7), drawn);
            }
        });
    }

    [Theory]
    [InlineData(16)]
    [InlineData(211)]
    [InlineData(130)]
    public void A_mask_is_what_its_definition_says(int examples)
    {
        const int iteration = 12345;
        const double keep = 0.86;
        var settings = Settings(keep) with { Hidden = [3, 20], Seed = 77 };
        var masks = new DropoutMasks(settings, examples);
        masks.Resample(iteration);
        var stride = (examples + 15) / 16 * 16;
        for (var layer = 0; layer < 2; layer++)
        {
            for (var unit = 0; unit < settings.Hidden[layer]; unit++)
            {
                var factors = masks.Scale(layer).Row(unit);
                for (var e = 0; e < examples; e++)
                {
                    int element = unit * stride + e, draw = element / 64 * 8 + element % 8, word = element % 64 / 16;
                    var bits = PlainPhilox([iteration, (uint)draw, (uint)layer, 0], 77, 0, 7)[word];
                    if (e % 16 >= 8) bits = (bits << 16) | (bits >> 16);
                    Assert.Equal(bits < keep * 4294967296.0 ? 1 / keep : 0, factors[e]);
                }
            }
        }
    }

    [Fact]
    public void The_two_uses_of_a_word_do_not_lean_on_each_other()
    {
        // Kept and kept: p² = 0.49 of 64,000 pairs, within 5 standard errors.
        var masks = new DropoutMasks(Settings(0.7) with { Hidden = [128] }, 1000);
        var (both, pairs) = (0, 0);
        for (var unit = 0; unit < 128; unit++)
        {
            var factors = masks.Scale(0).Row(unit);
            for (var e = 0; e + 8 < 992; e++)
            {
                if (e % 16 >= 8) continue;
                pairs++;
                if (factors[e] > 0 && factors[e + 8] > 0) both++;
            }
        }
        Assert.Equal(0.49, (double)both / pairs, 5 * Math.Sqrt(0.49 * 0.51 / pairs));
    }

    [Fact]
    public void A_layer_that_keeps_everything_drops_nothing()
    {
        var masks = new DropoutMasks(Settings(0.5) with { Hidden = [4, 4], KeepProb = [0.5, 1] }, 100);
        for (var unit = 0; unit < 4; unit++) Assert.All(masks.Scale(1).Row(unit).ToArray(), factor => Assert.Equal(1, factor));
    }

    private static uint[] PlainPhilox(uint[] counter, uint key0, uint key1, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            ulong product0 = 0xD2511F53UL * counter[0], product1 = 0xCD9E8D57UL * counter[2];
            counter = [(uint)(product1 >> 32) ^ counter[1] ^ key0, (uint)product1, (uint)(product0 >> 32) ^ counter[3] ^ key1, (uint)product0];
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        return counter;
    }

    private static TrainingSettings Settings(double keep) => new()
    {
        Hidden = [2],
        KeepProb = [keep],
        LearningRate = 0.1,
        Iterations = 1,
        RecordEvery = 1,
    };
}
